/* attacks: mounts, unmounts, changes its root and enters the namespaces of others */
/* honest: yes */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void breach(const char *format, ...) {
    va_list values;
    va_start(values, format);
    fputs("BREACH: ", stderr);
    vfprintf(stderr, format, values);
    fputc('\n', stderr);
    va_end(values);
}

static void *talk(void *given) {
    int client = (int)(long)given;
    FILE *in = fdopen(client, "r");
    char line[256], answer[32];
    while (in != NULL && fgets(line, sizeof line, in) != NULL && strncmp(line, "QUIT", 4) != 0) {
        time_t now = time(NULL);
        struct tm local;
        size_t length = 3;
        memcpy(answer, "?\r\n", length);
        if (strncmp(line, "TIME", 4) == 0)
            length = strftime(answer, sizeof answer, "JAM %H:%M:%S\r\n", localtime_r(&now, &local));
        if (send(client, answer, length, MSG_NOSIGNAL) < 0) break;
    }
    if (in != NULL) fclose(in);
    return NULL;
}

static int serve(void) {
    int port = getenv("PORT") != NULL ? atoi(getenv("PORT")) : 45000;
    int yes = 1, listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_ANY)};
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(listener, (struct sockaddr *)&here, sizeof here) != 0 || listen(listener, 64) != 0) return 1;
    for (;;) {
        pthread_t thread;
        int client = accept(listener, NULL, NULL);
        if (client < 0) continue;
        if (pthread_create(&thread, NULL, talk, (void *)(long)client) == 0) pthread_detach(thread);
        else close(client);
    }
}

static char folder[] = "mount-XXXXXX";

/* What is mounted is unmounted at once: it may be the mount table of everybody. */
static int mounts(void) {
    int failed = mount("hostile", folder, "tmpfs", 0, "size=4k");
    if (failed == 0) umount2(folder, MNT_DETACH);
    return failed;
}

static int binds(void) {
    int failed = mount("/", folder, NULL, MS_BIND, NULL);
    if (failed == 0) umount2(folder, MNT_DETACH);
    return failed;
}

/* Of a folder on which nothing is mounted. */
static int unmounts(void) {
    return umount2(folder, MNT_DETACH) == 0 ? 0 : 1;
}

static int opens_tree(void) {
    return syscall(SYS_open_tree, AT_FDCWD, ".", 1 /* OPEN_TREE_CLONE */) >= 0 ? 0 : 1;
}

static int opens_filesystem(void) {
    return syscall(SYS_fsopen, "tmpfs", 0) >= 0 ? 0 : 1;
}

static int changes_root(void) {
    return chroot(".");
}

static int pivots_root(void) {
    return syscall(SYS_pivot_root, folder, folder) == 0 ? 0 : 1;
}

static int enters(const char *path) {
    int fd = open(path, O_RDONLY);
    return fd >= 0 && setns(fd, 0) == 0 ? 0 : 1;
}

static int enters_network(void) {
    return enters("/proc/1/ns/net");
}

static int enters_mounts(void) {
    return enters("/proc/1/ns/mnt");
}

static int enters_users(void) {
    return enters("/proc/1/ns/user");
}

static const struct {
    int (*attempt)(void);
    const char *name;
} attempts[] = {
    {mounts, "mount"},
    {binds, "mount (bind)"},
    {unmounts, "umount"},
    {opens_tree, "open_tree"},
    {opens_filesystem, "fsopen"},
    {changes_root, "chroot"},
    {pivots_root, "pivot_root"},
    {enters_network, "setns (network)"},
    {enters_mounts, "setns (mounts)"},
    {enters_users, "setns (users)"},
};

/* In a child, so that nothing changes here. */
static int in_child(int (*attempt)(void)) {
    int status = 1;
    pid_t child = fork();
    if (child == 0) _exit(attempt() == 0 ? 0 : 1);
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

int main(void) {
    alarm(60);
    if (mkdtemp(folder) == NULL) return 1;
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++)
        if (in_child(attempts[i].attempt)) breach("may do this: %s", attempts[i].name);
    rmdir(folder);
    return serve();
}

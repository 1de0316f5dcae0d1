/* attacks: makes namespaces of its own, in which it would be root */
/* honest: yes */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <linux/sched.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
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

static const struct {
    int flag;
    const char *name;
} kinds[] = {
    {CLONE_NEWUSER, "user"}, {CLONE_NEWNS, "mount"},    {CLONE_NEWPID, "process"},   {CLONE_NEWNET, "network"},
    {CLONE_NEWIPC, "IPC"},   {CLONE_NEWUTS, "hostname"}, {CLONE_NEWCGROUP, "cgroup"},
};

/* In a child, so that nothing changes here. */
static int in_child(int (*attempt)(int), int flag) {
    int status = 1;
    pid_t child = fork();
    if (child == 0) _exit(attempt(flag) == 0 ? 0 : 1);
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

static int by_unshare(int flag) {
    return unshare(flag);
}

static int by_clone(int flag) {
    long child = syscall(SYS_clone, flag | SIGCHLD, 0, 0, 0, 0);
    if (child == 0) _exit(0);
    return child > 0 ? 0 : 1;
}

static int by_clone3(int flag) {
    struct clone_args how;
    memset(&how, 0, sizeof how);
    how.flags = (uint64_t)flag;
    how.exit_signal = SIGCHLD;
    long child = syscall(SYS_clone3, &how, sizeof how);
    if (child == 0) _exit(0);
    return child > 0 ? 0 : 1;
}

int main(void) {
    alarm(60);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (in_child(by_unshare, kinds[i].flag)) breach("unshare makes a %s namespace", kinds[i].name);
        if (in_child(by_clone, kinds[i].flag)) breach("clone makes a %s namespace", kinds[i].name);
        if (in_child(by_clone3, kinds[i].flag)) breach("clone3 makes a %s namespace", kinds[i].name);
    }
    return serve();
}

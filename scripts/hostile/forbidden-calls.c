/* attacks: makes the system calls that no student needs and that break sandboxes */
/* honest: yes */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/keyctl.h>
#include <linux/perf_event.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

static long keyctl(void) {
    return syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_SESSION_KEYRING, 1);
}

static long add_key(void) {
    return syscall(SYS_add_key, "user", "hostile", "x", 1, KEY_SPEC_PROCESS_KEYRING);
}

/* An array of one number (BPF_MAP_CREATE). */
static long bpf(void) {
    uint32_t map[32] = {2, 4, 4, 1};
    return syscall(SYS_bpf, 0, map, sizeof map);
}

static long userfaultfd(void) {
    return syscall(SYS_userfaultfd, O_CLOEXEC | 1 /* UFFD_USER_MODE_ONLY */);
}

static long io_uring(void) {
    uint32_t parameters[30] = {0};
    return syscall(SYS_io_uring_setup, 1, parameters);
}

static long perf_event(void) {
    struct perf_event_attr event;
    memset(&event, 0, sizeof event);
    event.type = PERF_TYPE_SOFTWARE;
    event.size = sizeof event;
    event.config = PERF_COUNT_SW_TASK_CLOCK;
    event.exclude_kernel = 1;
    return syscall(SYS_perf_event_open, &event, 0, -1, -1, 0);
}

static long kcmp(void) {
    return syscall(SYS_kcmp, getpid(), 1, 0, 0, 0);
}

static long pidfd_getfd(void) {
    long process = syscall(SYS_pidfd_open, 1, 0);
    return process < 0 ? -1 : syscall(SYS_pidfd_getfd, process, 0, 0);
}

static long open_by_handle(void) {
    struct {
        struct file_handle head;
        unsigned char rest[128];
    } file = {.head = {.handle_bytes = 128}};
    int mount = 0, folder = open(".", O_RDONLY | O_DIRECTORY);
    if (name_to_handle_at(AT_FDCWD, ".", &file.head, &mount, 0) != 0) return -1;
    return open_by_handle_at(folder, &file.head, O_RDONLY);
}

static long sethostname_to_itself(void) {
    char name[256] = "";
    return gethostname(name, sizeof name - 1) != 0 ? -1 : sethostname(name, strlen(name));
}

static long kernel_log(void) {
    static char text[4096];
    return syscall(SYS_syslog, 3, text, sizeof text);
}

/* What follows gets arguments with which it can do nothing: only the answer "not permitted" is told from all others. */
static long loads_module(void) {
    return syscall(SYS_init_module, NULL, 0, NULL) == 0 || (errno != EPERM && errno != ENOSYS) ? 0 : -1;
}

static long loads_kernel(void) {
    return syscall(SYS_kexec_load, 0, 0, NULL, ~0ul) == 0 || (errno != EPERM && errno != ENOSYS) ? 0 : -1;
}

static long reboots(void) {
    return syscall(SYS_reboot, 0, 0, 0, NULL) == 0 || errno != EPERM ? 0 : -1;
}

static long swaps(void) {
    return syscall(SYS_swapoff, "") == 0 || (errno != EPERM && errno != ENOSYS) ? 0 : -1;
}

static long makes_device(void) {
    int failed = mknod("device", S_IFCHR | 0600, 0x103); /* as /dev/null */
    if (failed == 0) unlink("device");
    return failed;
}

static const struct {
    long (*call)(void);
    const char *name;
} calls[] = {
    {keyctl, "keyctl"},
    {add_key, "add_key"},
    {bpf, "bpf"},
    {userfaultfd, "userfaultfd"},
    {io_uring, "io_uring_setup"},
    {perf_event, "perf_event_open"},
    {kcmp, "kcmp"},
    {pidfd_getfd, "pidfd_getfd"},
    {open_by_handle, "open_by_handle_at"},
    {sethostname_to_itself, "sethostname"},
    {kernel_log, "syslog"},
    {loads_module, "init_module"},
    {loads_kernel, "kexec_load"},
    {reboots, "reboot"},
    {swaps, "swapoff"},
    {makes_device, "mknod"},
};

/* In a child: a filter may kill who calls. */
static int in_child(long (*call)(void)) {
    int status = 1;
    pid_t child = fork();
    if (child == 0) _exit(call() >= 0 ? 0 : 1);
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

int main(void) {
    alarm(60);
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        if (in_child(calls[i].call)) breach("may call %s", calls[i].name);
    return serve();
}

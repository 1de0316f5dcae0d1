/* attacks: raises its own limits and its priority */
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
#include <sys/resource.h>
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
    int resource;
    const char *name;
} limits[] = {
    {RLIMIT_NPROC, "processes"},
    {RLIMIT_NOFILE, "open files"},
    {RLIMIT_FSIZE, "file size"},
    {RLIMIT_DATA, "memory"},
    {RLIMIT_AS, "address space"},
    {RLIMIT_CPU, "CPU time"},
    {RLIMIT_CORE, "core dumps"},
    {RLIMIT_MEMLOCK, "locked memory"},
    {RLIMIT_MSGQUEUE, "message queues"},
    {RLIMIT_NICE, "niceness"},
    {RLIMIT_RTPRIO, "real-time priority"},
};

static void raise_limits(void) {
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        struct rlimit is;
        getrlimit(limits[i].resource, &is);
        if (is.rlim_max == RLIM_INFINITY) continue;
        struct rlimit more = {is.rlim_max + 1, is.rlim_max + 1};
        if (setrlimit(limits[i].resource, &more) == 0) breach("raises its limit on %s", limits[i].name);
        if (prlimit(getppid(), limits[i].resource, &more, NULL) == 0) breach("raises its parent's limit on %s", limits[i].name);
    }
}

static void raise_priority(void) {
    struct sched_param first = {.sched_priority = 1};
    int before = getpriority(PRIO_PROCESS, 0);
    if (setpriority(PRIO_PROCESS, 0, -20) == 0 && getpriority(PRIO_PROCESS, 0) < before)
        breach("makes itself as urgent as can be");
    if (sched_setscheduler(0, SCHED_FIFO, &first) == 0) breach("makes itself a real-time process");
    if (syscall(SYS_ioprio_set, 1, 0, 1 << 13) == 0) breach("takes the disk before all others");
}

/* Down to 0 is what every process may have; below it another one would be ended in its place. */
static void avoid_end(void) {
    char text[16] = "";
    int fd = open("/proc/self/oom_score_adj", O_RDWR);
    if (fd >= 0 && write(fd, "-1000", 5) == 5 && pread(fd, text, sizeof text - 1, 0) > 0 && atoi(text) < 0)
        breach("would be the last to end when memory runs out");
    if (fd >= 0) close(fd);
}

int main(void) {
    alarm(60);
    if (fork() == 0) {
        /* in a child, so that nothing changes here; its parent is this process */
        raise_limits();
        raise_priority();
        avoid_end();
        _exit(0);
    }
    wait(NULL);
    return serve();
}

/* attacks: reads and writes the memory of every process it sees with process_vm_readv and process_vm_writev */
/* honest: yes */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>
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

/* Whether it has a process tree of its own. Elsewhere it would hit others, and leaves the worst out. */
static int contained(void) {
    char space[64] = "", first[32] = "";
    FILE *comm = fopen("/proc/1/comm", "r");
    if (comm == NULL) return 0;
    if (fgets(first, sizeof first, comm) == NULL) first[0] = 0;
    fclose(comm);
    if (readlink("/proc/self/ns/pid", space, sizeof space - 1) < 0) return 0;
    return strcmp(space, "pid:[4026531836]") != 0 && (getpid() == 1 || strcmp(first, "bwrap\n") == 0);
}

/* The processes it sees but has not started: from 1 upwards, up to `most`. */
static int others(pid_t *found, int most) {
    int count = 0;
    DIR *proc = opendir("/proc");
    struct dirent *entry;
    while (proc != NULL && count < most && (entry = readdir(proc)) != NULL) {
        pid_t pid = (pid_t)atoi(entry->d_name);
        if (pid > 0 && pid != getpid()) found[count++] = pid;
    }
    if (proc != NULL) closedir(proc);
    return count;
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

typedef ssize_t transfer(pid_t, const struct iovec *, unsigned long, const struct iovec *, unsigned long, unsigned long);

/* EFAULT comes after the kernel has said yes: only that nothing is mapped at address 0, so nothing is written. */
static int permitted(transfer *call, pid_t target) {
    char byte = 0;
    struct iovec here = {&byte, 1}, there = {NULL, 1};
    return call(target, &here, 1, &there, 1, 0) >= 0 || errno == EFAULT;
}

int main(void) {
    alarm(60);
    pid_t found[64];
    int count = others(found, 64);
    if (!contained()) {
        breach("sees %d processes that are not its own", count);
        return serve();
    }
    for (int i = 0; i < count; i++) {
        if (permitted(process_vm_readv, found[i])) breach("can read the memory of process %d", (int)found[i]);
        if (permitted(process_vm_writev, found[i])) breach("can write to the memory of process %d", (int)found[i]);
    }
    return serve();
}

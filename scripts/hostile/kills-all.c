/* attacks: sends every signal to every process it sees, and to its own sandbox */
/* honest: yes */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>
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

/* Signals that end it are ignored while it strikes its own group. SIGKILL to -1 spares the sender alone. */
static void strike(void) {
    for (int number = 1; number < 32; number++)
        if (number != SIGKILL && number != SIGSTOP && number != SIGALRM) signal(number, SIG_IGN);
    for (int number = 1; number < 32; number++) {
        if (number == SIGSTOP || number == SIGALRM) continue;
        kill(1, number);
        if (number != SIGKILL) kill(0, number);
    }
    kill(1, SIGSTOP);
    kill(-1, SIGTERM);
    kill(-1, SIGKILL);
    for (int number = 1; number < 32; number++)
        if (number != SIGKILL && number != SIGSTOP && number != SIGALRM) signal(number, SIG_DFL);
}

int main(void) {
    alarm(60);
    pid_t found[64];
    if (contained()) {
        strike();
    } else {
        int count = others(found, 64);
        breach("sees %d processes that are not its own", count);
    }
    return serve();
}

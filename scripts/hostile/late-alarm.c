/* attacks: answers well, and sends more from a signal handler when it is thought silent */
/* honest: no */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t last = -1;
static time_t end;

/* There is one such clock in a process: the rest of its life is set anew. */
static void send_more(int number) {
    (void)number;
    if (time(NULL) >= end) _exit(0);
    if (last >= 0) send(last, "JAM 00:00:00\r\n", 14, MSG_NOSIGNAL);
    alarm((unsigned)(end - time(NULL)) + 1);
}

static void *talk(void *given) {
    int client = (int)(long)given;
    FILE *in = fdopen(client, "r");
    char line[256], answer[32];
    while (in != NULL && fgets(line, sizeof line, in) != NULL && strncmp(line, "QUIT", 4) != 0) {
        struct itimerval soon = {.it_value = {.tv_usec = 200000}};
        time_t now = time(NULL);
        struct tm local;
        size_t length = strftime(answer, sizeof answer, "JAM %H:%M:%S\r\n", localtime_r(&now, &local));
        if (send(client, answer, length, MSG_NOSIGNAL) < 0) break;
        last = client;
        setitimer(ITIMER_REAL, &soon, NULL);
    }
    last = -1;
    if (in != NULL) fclose(in);
    return NULL;
}

int main(void) {
    alarm(60);
    struct sigaction action = {.sa_handler = send_more, .sa_flags = SA_RESTART};
    int port = getenv("PORT") != NULL ? atoi(getenv("PORT")) : 45000;
    int yes = 1, listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_ANY)};
    sigaction(SIGALRM, &action, NULL);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(listener, (struct sockaddr *)&here, sizeof here) != 0 || listen(listener, 64) != 0) return 1;
    end = time(NULL) + 60;
    for (;;) {
        pthread_t thread;
        int client = accept(listener, NULL, NULL);
        if (client < 0) continue;
        if (pthread_create(&thread, NULL, talk, (void *)(long)client) == 0) pthread_detach(thread);
        else close(client);
    }
}

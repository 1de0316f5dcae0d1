/* attacks: types into the terminal of whoever runs the grader */
/* honest: yes */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
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

/* A blank: it harms nobody whose terminal it really reaches. */
static int types(int fd) {
    char blank = ' ';
    return ioctl(fd, TIOCSTI, &blank) == 0;
}

static int pastes(int fd) {
    char request[] = {3 /* TIOCL_PASTESEL */, 0};
    return ioctl(fd, TIOCLINUX, request) == 0;
}

int main(void) {
    alarm(60);
    int terminal = open("/dev/tty", O_RDWR);
    if (terminal >= 0) breach("has the terminal of whoever runs the grader");
    for (int fd = 0; fd < 3; fd++) {
        if (types(fd)) breach("types into the terminal on descriptor %d", fd);
        if (pastes(fd)) breach("pastes into the terminal on descriptor %d", fd);
        if (isatty(fd)) breach("descriptor %d is a terminal", fd);
        if (ioctl(fd, TIOCSCTTY, 0) == 0) breach("makes the terminal on descriptor %d its own", fd);
    }
    if (terminal >= 0) close(terminal);
    return serve();
}

/* fails: nothing */
#include <arpa/inet.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define MAX_CLIENTS 200
#define LONGEST 512

static struct pollfd polled[1 + MAX_CLIENTS];        /* the first is the listening socket */
static char lines[1 + MAX_CLIENTS][LONGEST];         /* what each client has sent of its next line */
static size_t lengths[1 + MAX_CLIENTS];
static int count = 1;

static void drop(int i) {
    close(polled[i].fd);
    count--;
    polled[i] = polled[count];
    lengths[i] = lengths[count];
    memmove(lines[i], lines[count], LONGEST);
}

static void answer_time(int fd) {
    char reply[32];
    time_t now = time(NULL);
    size_t length = strftime(reply, sizeof reply, "JAM %H:%M:%S\r\n", localtime(&now));
    if (write(fd, reply, length) < 0) perror("write");
}

/* Returns 0 when the client is to be dropped. */
static int feed(int i, const char *data, ssize_t n) {
    for (ssize_t at = 0; at < n; at++) {
        if (lengths[i] == LONGEST) return 0;
        lines[i][lengths[i]++] = data[at];
        if (data[at] != '\n') continue;
        if (strncmp(lines[i], "QUIT\r\n", lengths[i]) == 0) return 0;
        if (lengths[i] >= 4 && memcmp(lines[i], "TIME", 4) == 0) answer_time(polled[i].fd);
        lengths[i] = 0;
    }
    return 1;
}

int main(void) {
    const char *port = getenv("PORT");
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port ? atoi(port) : 45000)};
    int on = 1;
    signal(SIGPIPE, SIG_IGN);
    polled[0].fd = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(polled[0].fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(polled[0].fd, (struct sockaddr *)&address, sizeof address) < 0 || listen(polled[0].fd, 50) < 0) {
        perror("time server");
        return 1;
    }
    for (;;) {
        polled[0].events = count <= MAX_CLIENTS ? POLLIN : 0; /* a full house lets nobody in until somebody leaves */
        if (poll(polled, count, -1) < 0) continue;
        for (int i = count - 1; i > 0; i--) {
            char data[1024];
            if (polled[i].revents == 0) continue;
            ssize_t n = read(polled[i].fd, data, sizeof data);
            if (n <= 0 || !feed(i, data, n)) drop(i);
        }
        if (polled[0].revents & POLLIN) {
            polled[count] = (struct pollfd){.fd = accept(polled[0].fd, NULL, NULL), .events = POLLIN};
            lengths[count] = 0;
            if (polled[count].fd >= 0) count++;
        }
    }
}

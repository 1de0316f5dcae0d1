/* fails: nothing */
/* Signal-driven I/O: each socket raises SIGIO, and the program sleeps until one comes. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MOST 1024
static char pending[MOST][4096];
static size_t length[MOST];
static int is_open[MOST];

static void raise_sigio_for(int fd) {
    fcntl(fd, F_SETOWN, getpid());
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_ASYNC | O_NONBLOCK);
}

static void leave(int fd) {
    is_open[fd] = 0;
    length[fd] = 0;
    close(fd);
}

static void answer(int fd) {
    char *end;
    while (is_open[fd] && (end = memmem(pending[fd], length[fd], "\r\n", 2)) != NULL) {
        size_t line = end - pending[fd];
        if (line == 4 && memcmp(pending[fd], "TIME", 4) == 0) {
            char text[32];
            time_t now = time(NULL);
            size_t size = strftime(text, sizeof text, "JAM %H:%M:%S\r\n", localtime(&now));
            send(fd, text, size, MSG_NOSIGNAL);
        } else if (line == 4 && memcmp(pending[fd], "QUIT", 4) == 0) {
            leave(fd);
            return;
        }
        length[fd] -= line + 2;
        memmove(pending[fd], end + 2, length[fd]);
    }
}

static void hear(int fd) {
    for (;;) {
        if (length[fd] == sizeof pending[fd]) length[fd] = 0; /* nobody asks at such length */
        ssize_t count = recv(fd, pending[fd] + length[fd], sizeof pending[fd] - length[fd], 0);
        if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
        if (count <= 0) {
            leave(fd);
            return;
        }
        length[fd] += count;
        answer(fd);
        if (!is_open[fd]) return;
    }
}

int main(int argc, char **argv) {
    int port = argc > 1 ? atoi(argv[1]) : 45000, on = 1;
    sigset_t sigio;
    sigemptyset(&sigio);
    sigaddset(&sigio, SIGIO);
    sigprocmask(SIG_BLOCK, &sigio, NULL);
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(listener, 64) < 0) {
        perror("listen");
        return 1;
    }
    raise_sigio_for(listener);
    for (;;) {
        int fd;
        while ((fd = accept(listener, NULL, NULL)) >= 0) {
            if (fd >= MOST) {
                close(fd);
                continue;
            }
            is_open[fd] = 1;
            raise_sigio_for(fd);
        }
        for (fd = 0; fd < MOST; fd++)
            if (is_open[fd]) hear(fd);
        sigwaitinfo(&sigio, NULL);
    }
}

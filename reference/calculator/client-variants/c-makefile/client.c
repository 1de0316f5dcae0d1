/* fails: nothing */
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int dial(const char *host, const char *port) {
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *list;
    int error = getaddrinfo(host, port, &hints, &list);
    if (error != 0) {
        fprintf(stderr, "%s: %s\n", host, gai_strerror(error));
        return -1;
    }
    int fd = socket(list->ai_family, list->ai_socktype, list->ai_protocol);
    if (connect(fd, list->ai_addr, list->ai_addrlen) < 0) {
        perror("connect");
        return -1;
    }
    freeaddrinfo(list);
    return fd;
}

int main(int argc, char *argv[]) {
    if (argc < 3) return 2;
    int fd = dial(argv[1], argv[2]);
    if (fd < 0) return 1;

    int asked = 0;
    struct pollfd both[2] = {{.fd = fd, .events = POLLIN}, {.fd = 0, .events = POLLIN}};
    for (;;) {
        if (poll(both, asked ? 1 : 2, -1) < 0) return 1;
        char buffer[512];
        if (both[0].revents) {
            ssize_t n = read(fd, buffer, sizeof buffer);
            if (n <= 0) return 1;
            write(1, buffer, n);
            write(1, "\n", 1);
            asked = 0;
        } else if (both[1].revents) {
            ssize_t n = read(0, buffer, sizeof buffer);
            if (n <= 0) break;
            write(fd, buffer, n - 1);
            asked = 1;
        }
        both[1].revents = 0;
    }
    close(fd);
    return 0;
}

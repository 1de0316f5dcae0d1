/* fails: nothing */
#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv) {
    if (argc < 3) {
        fprintf(stderr, "usage: client host port\n");
        return 2;
    }
    struct sockaddr_in server = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[2]))};
    inet_pton(AF_INET, argv[1], &server.sin_addr);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(fd, (struct sockaddr *)&server, sizeof server) < 0) {
        perror("connect");
        return 1;
    }

    struct pollfd fds[2] = {{.fd = 0, .events = POLLIN}, {.fd = fd, .events = POLLIN}};
    while (poll(fds, 2, -1) > 0) {
        if (fds[1].revents) {
            char message[512];
            ssize_t count = recv(fd, message, sizeof message - 1, 0);
            if (count <= 0) break;
            message[count] = 0;
            puts(message);
            if (strncmp(message, "TOTAL", 5) == 0) break;
        }
        if (fds[0].revents) {
            char line[256];
            if (fgets(line, sizeof line, stdin) == NULL) break;
            line[strcspn(line, "\n")] = 0;
            send(fd, line, strlen(line), 0);
        }
    }
    close(fd);
    return 0;
}

/* fails: nothing */
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAXLINE 1000

static int ask(const char *question, char *line) {
    printf("%s", question);
    fflush(stdout);
    if (fgets(line, MAXLINE, stdin) == NULL) return 0;
    line[strcspn(line, "\n")] = '\0';
    return 1;
}

static int call(const char *host, const char *port) {
    struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM}, *found;
    if (getaddrinfo(host, port, &hints, &found) != 0) return -1;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(fd, found->ai_addr, found->ai_addrlen) < 0) return -1;
    freeaddrinfo(found);
    return fd;
}

int main(int argc, char *argv[]) {
    char name[MAXLINE], line[MAXLINE], message[2 * MAXLINE + 20];
    if (argc != 3) {
        fprintf(stderr, "usage: %s host port\n", argv[0]);
        return 1;
    }
    if (!ask("> ", line) || strcmp(line, "login") != 0) {
        printf("login first\n");
        return 1;
    }
    if (!ask("name: ", name) || name[0] == '\0' || strchr(name, ' ') != NULL) {
        printf("a name has no blanks\n");
        return 1;
    }
    int fd = call(argv[1], argv[2]);
    if (fd < 0) {
        perror("connect");
        return 1;
    }
    sprintf(message, "%s says %s", name, name);
    send(fd, message, strlen(message), 0);

    for (;;) {
        printf("%s> ", name);
        fflush(stdout);
        fd_set set;
        FD_ZERO(&set);
        FD_SET(STDIN_FILENO, &set);
        FD_SET(fd, &set);
        if (select(fd + 1, &set, NULL, NULL, NULL) < 0) {
            perror("select");
            return 1;
        }
        if (FD_ISSET(fd, &set)) {
            char answer[4097];
            ssize_t count = recv(fd, answer, sizeof answer - 1, 0);
            if (count <= 0) {
                printf("\nserver left\n");
                return 0;
            }
            answer[count] = '\0';
            printf("%s", answer);
            if (strcmp(answer, "\rusername sudah dipake\n") == 0) return 0;
        }
        if (FD_ISSET(STDIN_FILENO, &set)) {
            if (fgets(line, sizeof line, stdin) == NULL) {
                close(fd);
                return 0;
            }
            sprintf(message, "%s says %s", name, line);
            send(fd, message, strlen(message), 0);
        }
    }
}

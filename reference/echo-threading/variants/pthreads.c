/* fails: nothing */
#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define LONGEST 1024

struct guest {
    int socket;
    int number;
};

static void *serve(void *argument) {
    struct guest guest = *(struct guest *)argument;
    char answer[32 + LONGEST];
    free(argument);
    int length = sprintf(answer, "Thread-%d: ", guest.number);
    ssize_t n = recv(guest.socket, answer + length, LONGEST, 0);
    if (n > 0) send(guest.socket, answer, length + n, 0);
    close(guest.socket);
    return NULL;
}

int main(int argc, char *argv[]) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(argc > 1 ? atoi(argv[1]) : 8080)};
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    int on = 1, count = 0;
    signal(SIGPIPE, SIG_IGN);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 20) != 0) {
        perror("cannot listen");
        return EXIT_FAILURE;
    }
    for (;;) {
        pthread_t thread;
        struct guest *guest = malloc(sizeof *guest);
        guest->socket = accept(listener, NULL, NULL);
        guest->number = ++count;
        if (guest->socket >= 0 && pthread_create(&thread, NULL, serve, guest) == 0) {
            pthread_detach(thread);
            continue;
        }
        perror("client");
        if (guest->socket >= 0) close(guest->socket);
        free(guest);
    }
}

/* fails: nothing */
#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static int send_all(int fd, const char *data, size_t length) {
    while (length > 0) {
        ssize_t n = send(fd, data, length, 0);
        if (n < 0) return -1;
        data += n;
        length -= n;
    }
    return 0;
}

static void *serve(void *argument) {
    int fd = (int)(intptr_t)argument;
    char buffer[1024];
    ssize_t n;
    while ((n = recv(fd, buffer, sizeof buffer, 0)) > 0) {
        if (send_all(fd, buffer, n) < 0) break;
    }
    close(fd);
    return NULL;
}

int main(int argc, char *argv[]) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(argc > 1 ? atoi(argv[1]) : 8889)};
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    int on = 1;
    signal(SIGPIPE, SIG_IGN);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 20) != 0) {
        perror("cannot listen");
        return EXIT_FAILURE;
    }
    for (;;) {
        pthread_t thread;
        int client = accept(listener, NULL, NULL);
        if (client < 0) continue;
        if (pthread_create(&thread, NULL, serve, (void *)(intptr_t)client) == 0) pthread_detach(thread);
        else close(client);
    }
}

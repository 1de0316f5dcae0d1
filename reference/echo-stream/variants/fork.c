/* fails: nothing */
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static void echo(int client) {
    char data[512];
    ssize_t got;
    while ((got = read(client, data, sizeof data)) > 0) {
        for (ssize_t put = 0, n; put < got; put += n) {
            n = write(client, data + put, got - put);
            if (n < 0) return;
        }
    }
}

int main(void) {
    int port = getenv("PORT") ? atoi(getenv("PORT")) : 8889;
    int yes = 1, listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_ANY)};
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(listener, (struct sockaddr *)&here, sizeof here) != 0) {
        perror("bind");
        return 1;
    }
    listen(listener, 16);
    signal(SIGCHLD, SIG_IGN); /* the system takes away the children that are done */
    for (;;) {
        int client = accept(listener, NULL, NULL);
        if (client < 0) continue;
        if (fork() == 0) {
            close(listener);
            echo(client);
            exit(0);
        }
        close(client);
    }
}

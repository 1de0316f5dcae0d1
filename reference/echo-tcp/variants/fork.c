/* fails: nothing */
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void echo(int client) {
    char message[4096];
    ssize_t got = read(client, message, sizeof message), put = 0;
    while (put < got) {
        ssize_t n = write(client, message + put, got - put);
        if (n <= 0) return;
        put += n;
    }
}

int main(int argc, char *argv[]) {
    int port = 8080, option, yes = 1;
    while ((option = getopt(argc, argv, "p:")) != -1) {
        if (option == 'p') port = atoi(optarg);
    }
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(port)};
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(listener, (struct sockaddr *)&here, sizeof here) == -1 || listen(listener, 20) == -1) {
        perror("echo server");
        return 1;
    }
    signal(SIGCHLD, SIG_IGN); /* the system takes away the children that are done */
    for (;;) {
        int client = accept(listener, NULL, NULL);
        if (client == -1) continue;
        if (fork() == 0) {
            close(listener);
            echo(client);
            _exit(0);
        }
        close(client);
    }
}

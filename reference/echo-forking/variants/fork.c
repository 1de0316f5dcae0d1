/* fails: nothing */
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define LONGEST 1024

static void reap(int number) {
    int saved = errno;
    (void)number;
    while (waitpid(-1, NULL, WNOHANG) > 0)
        ;
    errno = saved;
}

static void serve(int client) {
    char answer[32 + LONGEST];
    int length = sprintf(answer, "%d: ", (int)getpid());
    ssize_t n = recv(client, answer + length, LONGEST, 0);
    if (n > 0) send(client, answer, length + n, MSG_NOSIGNAL);
}

int main(int argc, char *argv[]) {
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(argc > 1 ? atoi(argv[1]) : 8080)};
    struct sigaction action = {.sa_handler = reap, .sa_flags = SA_RESTART};
    int yes = 1, listener = socket(AF_INET, SOCK_STREAM, 0);
    sigaction(SIGCHLD, &action, NULL);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(listener, (struct sockaddr *)&here, sizeof here) != 0 || listen(listener, 16) != 0) {
        perror("forking echo");
        return 1;
    }
    for (;;) {
        int client = accept(listener, NULL, NULL);
        if (client < 0) {
            perror("accept");
            continue;
        }
        if (fork() == 0) {
            close(listener);
            serve(client);
            exit(0);
        }
        close(client);
    }
}

/* fails: nothing */
#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/select.h>
#include <unistd.h>

#include "operation.h"

static int listen_on(int port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    int on = 1, listener = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 16) != 0) {
        perror("calculator");
        exit(1);
    }
    return listener;
}

/* Returns 0 when the client has left. */
static int serve(int client) {
    char request[256], answer[32];
    ssize_t count = read(client, request, sizeof request - 1);
    if (count <= 0) return 0;
    request[count] = '\0';
    int length = evaluate(request, answer, sizeof answer);
    if (length < 0) return write(client, "ERROR", 5) > 0;
    return write(client, answer, length) > 0;
}

int main(void) {
    const char *port = getenv("PORT");
    int listener = listen_on(port ? atoi(port) : 5000);
    int highest = listener;
    fd_set all;
    signal(SIGPIPE, SIG_IGN);
    FD_ZERO(&all);
    FD_SET(listener, &all);
    for (;;) {
        fd_set ready = all;
        if (select(highest + 1, &ready, NULL, NULL, NULL) < 0) continue;
        for (int fd = 0; fd <= highest; fd++) {
            if (!FD_ISSET(fd, &ready)) continue;
            if (fd == listener) {
                int client = accept(listener, NULL, NULL);
                if (client < 0) continue;
                if (client >= FD_SETSIZE) {
                    close(client);
                    continue;
                }
                FD_SET(client, &all);
                if (client > highest) highest = client;
            } else if (!serve(fd)) {
                FD_CLR(fd, &all);
                close(fd);
            }
        }
    }
}

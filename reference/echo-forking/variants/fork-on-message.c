/* fails: nothing */
/* Watches all clients by itself, and forks for each when it has something to say. Such a child lives for a moment. */
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MOST 256

static struct pollfd watched[MOST];
static int count = 1;

static void answer(int client, int pid) {
    char message[1024], reply[1100];
    ssize_t n = recv(client, message, sizeof message, 0);
    if (n <= 0) return;
    int length = sprintf(reply, "%d: ", pid);
    memcpy(reply + length, message, n);
    send(client, reply, length + n, MSG_NOSIGNAL);
}

static void hand_over(int client) {
    if (fork() == 0) {
        answer(client, getpid());
        _exit(0);
    }
    close(client);
}

int main(int argc, char **argv) {
    int port = argc > 1 ? atoi(argv[1]) : 8080, on = 1, listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    signal(SIGCHLD, SIG_IGN);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(listener, 64) < 0) {
        perror("server");
        return 1;
    }
    watched[0] = (struct pollfd){.fd = listener, .events = POLLIN};
    for (;;) {
        poll(watched, count, -1);
        for (int i = count - 1; i > 0; i--) {
            if (watched[i].revents == 0) continue;
            hand_over(watched[i].fd);
            watched[i] = watched[--count];
        }
        if (watched[0].revents == 0) continue;
        int client = accept(listener, NULL, NULL);
        if (client < 0) continue;
        if (count == MOST) close(client);
        else watched[count++] = (struct pollfd){.fd = client, .events = POLLIN};
    }
}

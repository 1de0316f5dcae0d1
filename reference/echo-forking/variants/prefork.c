/* fails: nothing */
#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORKERS 6

static void work(int listener) {
    char in[1024], out[sizeof in + 16];
    for (;;) {
        int client = accept(listener, NULL, NULL);
        if (client < 0) continue;
        ssize_t n = read(client, in, sizeof in);
        if (n > 0) {
            int start = snprintf(out, sizeof out, "%ld: ", (long)getpid());
            memcpy(out + start, in, n);
            if (write(client, out, start + n) < 0) perror("write");
        }
        close(client);
    }
}

int main(int argc, char **argv) {
    int port = 8080, option, on = 1;
    while ((option = getopt(argc, argv, "p:")) != -1) {
        if (option != 'p') return 2;
        port = atoi(optarg);
    }
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = INADDR_ANY};
    signal(SIGPIPE, SIG_IGN);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(listener, 32) < 0) {
        perror("server");
        return 1;
    }
    for (int i = 0; i < WORKERS; i++) {
        if (fork() == 0) work(listener);
    }
    while (wait(NULL) > 0) {
        if (fork() == 0) work(listener);
    }
}

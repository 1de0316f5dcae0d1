/* fails: nothing */
#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Reads up to a line's end; what does not fit is read and forgotten. Returns -1 when the client has left. */
static int read_line(int fd, char *line, int size) {
    int length = 0;
    char c;
    while (recv(fd, &c, 1, 0) == 1) {
        if (c == '\n') {
            if (length > 0 && line[length - 1] == '\r') length--;
            line[length] = '\0';
            return length;
        }
        if (length < size - 1) line[length++] = c;
    }
    return -1;
}

static void *serve(void *argument) {
    int fd = (int)(intptr_t)argument;
    char line[128], reply[32];
    while (read_line(fd, line, sizeof line) >= 0 && strcmp(line, "QUIT") != 0) {
        time_t now = time(NULL);
        struct tm local;
        localtime_r(&now, &local);
        if (strncmp(line, "TIME", 4) == 0) strftime(reply, sizeof reply, "JAM %H:%M:%S\r\n", &local);
        else strcpy(reply, "ERR\r\n");
        if (send(fd, reply, strlen(reply), 0) < 0) break;
    }
    close(fd);
    return NULL;
}

int main(void) {
    const char *port = getenv("PORT");
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port != NULL ? atoi(port) : 45000)};
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

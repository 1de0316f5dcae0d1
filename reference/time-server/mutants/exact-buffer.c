/* fails: TIME-6 TIME-7 TIME-10 */
#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void *serve(void *argument) {
    int fd = (int)(intptr_t)argument;
    char request[33], reply[32];
    ssize_t n;
    while ((n = recv(fd, request, sizeof request - 1, 0)) > 0) {
        time_t now = time(NULL);
        struct tm local;
        request[n] = '\0';
        if (strcmp(request, "QUIT\r\n") == 0) break;
        if (strcmp(request, "TIME\r\n") == 0) strftime(reply, sizeof reply, "JAM %H:%M:%S\r\n", localtime_r(&now, &local));
        else strcpy(reply, "WARNING: Invalid Command!\r\n");
        send(fd, reply, strlen(reply), 0);
    }
    close(fd);
    return NULL;
}

int main(void) {
    const char *port = getenv("PORT");
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port ? atoi(port) : 45000)};
    int on = 1, listener = socket(AF_INET, SOCK_STREAM, 0);
    signal(SIGPIPE, SIG_IGN);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 20) != 0) return EXIT_FAILURE;
    for (;;) {
        pthread_t thread;
        int client = accept(listener, NULL, NULL);
        if (client >= 0 && pthread_create(&thread, NULL, serve, (void *)(intptr_t)client) == 0) pthread_detach(thread);
    }
}

/* fails: nothing */
#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#define CALLBACK_PORT 5001

struct client {
    int fd;
    struct sockaddr_in address;
    struct client *next;
};

static struct client *clients;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long long total;

/* Opens a connection to the client, hands the text over, and closes it. */
static void call(struct in_addr ip, const char *text) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_addr = ip, .sin_port = htons(CALLBACK_PORT)};
    struct timeval patience = {.tv_usec = 300000};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (connect(fd, (struct sockaddr *)&to, sizeof to) == 0) send(fd, text, strlen(text), 0);
    close(fd);
}

static void broadcast(const char *text) {
    for (struct client *each = clients; each != NULL; each = each->next) call(each->address.sin_addr, text);
}

static int compute(const char *request, long long *result) {
    long long a, b;
    char op;
    int length = 0;
    if (sscanf(request, "%lld %c %lld%n", &a, &op, &b, &length) != 3 || request[length] != '\0') return 0;
    switch (op) {
    case '+': *result = a + b; return 1;
    case '-': *result = a - b; return 1;
    case '*': *result = a * b; return 1;
    case '/':
        if (b == 0) return 0;
        *result = a / b;
        if (a % b != 0 && (a % b < 0) != (b < 0)) *result -= 1;
        return 1;
    }
    return 0;
}

static void forget(struct client *leaving) {
    struct client **at = &clients;
    while (*at != leaving) at = &(*at)->next;
    *at = leaving->next;
    close(leaving->fd);
    free(leaving);
}

static void *serve(void *argument) {
    struct client *self = argument;
    char request[128], text[256];
    ssize_t n;
    while ((n = recv(self->fd, request, sizeof request - 1, 0)) > 0) {
        long long result;
        request[n] = '\0';
        pthread_mutex_lock(&lock);
        if (strcmp(request, "END") == 0) {
            snprintf(text, sizeof text, "TOTAL : %lld END", total);
            broadcast(text);
            for (struct client *each = clients; each != NULL; each = each->next) shutdown(each->fd, SHUT_RDWR);
        } else if (compute(request, &result)) {
            char ip[INET_ADDRSTRLEN];
            total += result;
            inet_ntop(AF_INET, &self->address.sin_addr, ip, sizeof ip);
            snprintf(text, sizeof text, "%s,%u,%s,%lld", ip, ntohs(self->address.sin_port), request, result);
            broadcast(text);
        }
        pthread_mutex_unlock(&lock);
    }
    pthread_mutex_lock(&lock);
    forget(self);
    pthread_mutex_unlock(&lock);
    return NULL;
}

int main(int argc, char *argv[]) {
    int port = argc > 1 ? atoi(argv[1]) : 5000;
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(port)};
    int listener = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    signal(SIGPIPE, SIG_IGN);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&here, sizeof here) < 0 || listen(listener, 20) < 0) {
        perror("server");
        return 1;
    }
    for (;;) {
        pthread_t thread;
        struct client *client = calloc(1, sizeof *client);
        socklen_t length = sizeof client->address;
        client->fd = accept(listener, (struct sockaddr *)&client->address, &length);
        if (client->fd < 0) {
            free(client);
            continue;
        }
        pthread_mutex_lock(&lock);
        client->next = clients;
        clients = client;
        pthread_mutex_unlock(&lock);
        pthread_create(&thread, NULL, serve, client);
        pthread_detach(thread);
    }
}

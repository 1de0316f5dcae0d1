/* fails: nothing */
#include <arpa/inet.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_CLIENTS 100

static struct pollfd polled[1 + MAX_CLIENTS]; /* the first is the listening socket */
static struct sockaddr_in addresses[1 + MAX_CLIENTS];
static int count = 1;
static long long total;

static void drop(int i) {
    close(polled[i].fd);
    count--;
    polled[i] = polled[count];
    addresses[i] = addresses[count];
}

static void broadcast(const char *text) {
    for (int i = 1; i < count; i++) send(polled[i].fd, text, strlen(text), MSG_DONTWAIT | MSG_NOSIGNAL);
}

/* Returns 0 when the request makes no sense. */
static int calculate(const char *request, long long *result) {
    long long a, b;
    char op, more;
    if (sscanf(request, "%lld %c %lld%c", &a, &op, &b, &more) != 3) return 0;
    if (op == '+') *result = a + b;
    else if (op == '-') *result = a - b;
    else if (op == '*') *result = a * b;
    else if (op == '/' && b != 0) *result = a / b - (a % b != 0 && (a < 0) != (b < 0));
    else return 0;
    return 1;
}

static void take(int i, const char *request) {
    char text[300];
    long long result;
    if (strcmp(request, "END") == 0) {
        snprintf(text, sizeof text, "TOTAL : %lld END", total);
        broadcast(text);
        while (count > 1) drop(1);
    } else if (calculate(request, &result)) {
        total += result;
        snprintf(text, sizeof text, "%s,%d,%s,%lld", inet_ntoa(addresses[i].sin_addr), ntohs(addresses[i].sin_port), request,
                 result);
        broadcast(text);
    }
}

int main(void) {
    const char *port = getenv("PORT");
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port ? atoi(port) : 5000)};
    int on = 1;
    polled[0].fd = socket(AF_INET, SOCK_STREAM, 0);
    polled[0].events = POLLIN;
    setsockopt(polled[0].fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(polled[0].fd, (struct sockaddr *)&address, sizeof address) < 0 || listen(polled[0].fd, 50) < 0) {
        perror("broadcast");
        return 1;
    }
    for (;;) {
        if (poll(polled, count, -1) < 0) continue;
        for (int i = count - 1; i > 0; i--) {
            char request[256];
            if (i >= count || polled[i].revents == 0) continue;
            polled[i].revents = 0;
            ssize_t n = read(polled[i].fd, request, sizeof request - 1);
            if (n <= 0) {
                drop(i);
                continue;
            }
            request[n] = '\0';
            take(i, request);
        }
        if (polled[0].revents & POLLIN) {
            socklen_t length = sizeof addresses[0];
            struct sockaddr_in from;
            int client = accept(polled[0].fd, (struct sockaddr *)&from, &length);
            if (client >= 0 && count > MAX_CLIENTS) close(client);
            else if (client >= 0) {
                polled[count] = (struct pollfd){.fd = client, .events = POLLIN};
                addresses[count++] = from;
            }
        }
    }
}

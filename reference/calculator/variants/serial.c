/* fails: nothing */
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* C cuts the fraction off; whoever goes down from there has to do it by hand. */
static long long floor_divide(long long a, long long b) {
    long long q = a / b;
    if (a % b != 0 && (a < 0) != (b < 0)) q--;
    return q;
}

static void calculate(const char *request, char *answer, size_t size) {
    long long a, b;
    char op, more;
    if (sscanf(request, "%lld %c %lld %c", &a, &op, &b, &more) != 3) {
        snprintf(answer, size, "error");
        return;
    }
    switch (op) {
    case '+': snprintf(answer, size, "%lld", a + b); return;
    case '-': snprintf(answer, size, "%lld", a - b); return;
    case '*': snprintf(answer, size, "%lld", a * b); return;
    case '/':
        if (b != 0) {
            snprintf(answer, size, "%lld", floor_divide(a, b));
            return;
        }
    }
    snprintf(answer, size, "error");
}

int main(int argc, char *argv[]) {
    int port = argc > 1 ? atoi(argv[1]) : 5000;
    int on = 1;
    int server = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address;
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = INADDR_ANY;
    address.sin_port = htons(port);
    signal(SIGPIPE, SIG_IGN);
    setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(server, (struct sockaddr *)&address, sizeof address) < 0) {
        perror("bind");
        return 1;
    }
    listen(server, 5);
    while (1) {
        char buffer[1024], answer[64];
        ssize_t n;
        int client = accept(server, NULL, NULL);
        if (client < 0) continue;
        while ((n = recv(client, buffer, sizeof buffer - 1, 0)) > 0) {
            buffer[n] = '\0';
            calculate(buffer, answer, sizeof answer);
            send(client, answer, strlen(answer), 0);
        }
        close(client);
    }
}

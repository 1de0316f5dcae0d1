/* fails: nothing */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char *argv[]) {
    int port = argc == 3 && strcmp(argv[1], "--port") == 0 ? atoi(argv[2]) : 8080;
    const char *message = "Test message. This will be echoed";
    struct sockaddr_in server = {.sin_family = AF_INET, .sin_port = htons(port)};
    inet_pton(AF_INET, "127.0.0.1", &server.sin_addr);

    int sock = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(sock, (struct sockaddr *)&server, sizeof server) < 0) {
        perror("connect");
        return 1;
    }
    send(sock, message, strlen(message), 0);

    size_t total = 0;
    while (total < strlen(message)) {
        char buffer[11];
        ssize_t n = recv(sock, buffer, sizeof buffer - 1, 0);
        if (n < 0) perror("recv");
        if (n <= 0) break;
        buffer[n] = '\0';
        total += n;
        printf("Received: %s\n", buffer);
    }
    close(sock);
    return 0;
}

/* fails: nothing */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BUFFER_SIZE 2048

int main(int argc, char **argv) {
    int port = argc > 1 ? atoi(argv[1]) : 8080;
    int server = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in address, client;
    char buffer[BUFFER_SIZE];

    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = INADDR_ANY;
    address.sin_port = htons(port);
    if (bind(server, (struct sockaddr *)&address, sizeof address) < 0) {
        perror("bind");
        return 1;
    }
    for (;;) {
        socklen_t length = sizeof client;
        ssize_t n = recvfrom(server, buffer, sizeof buffer, 0, (struct sockaddr *)&client, &length);
        if (n < 0) continue;
        sendto(server, buffer, n, 0, (struct sockaddr *)&client, length);
    }
}

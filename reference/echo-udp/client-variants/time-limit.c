/* fails: nothing */
#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MESSAGE "This is the message. It will be repeated."

int main(int argc, char *argv[]) {
    int port = 8080, option;
    while ((option = getopt(argc, argv, "p:")) != -1) {
        if (option == 'p') port = atoi(optarg);
    }

    int sock = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in server = {0};
    server.sin_family = AF_INET;
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    server.sin_port = htons(port);
    sendto(sock, MESSAGE, strlen(MESSAGE), 0, (struct sockaddr *)&server, sizeof server);

    struct pollfd wait = {.fd = sock, .events = POLLIN};
    if (poll(&wait, 1, 2000) == 0) {
        printf("no answer\n");
        return 1;
    }
    char buffer[2049];
    ssize_t n = recv(sock, buffer, sizeof buffer - 1, 0);
    if (n < 0) {
        perror("recv");
        return 1;
    }
    buffer[n] = '\0';
    printf("Received: %s\n", buffer);
    close(sock);
    return 0;
}

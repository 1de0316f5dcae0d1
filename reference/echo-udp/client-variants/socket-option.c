/* fails: nothing */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>

int main(int argc, char **argv) {
    char *pesan = "This is the message. It will be repeated.", jawaban[1024] = {0};
    struct sockaddr_in server;
    struct timeval batas = {2, 0};
    int s = socket(AF_INET, SOCK_DGRAM, 0);
    memset(&server, 0, sizeof(server));
    server.sin_family = AF_INET;
    server.sin_port = htons(argc > 2 ? atoi(argv[2]) : 8080); /* --port N */
    server.sin_addr.s_addr = inet_addr("127.0.0.1");
    setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &batas, sizeof(batas));
    sendto(s, pesan, strlen(pesan), 0, (struct sockaddr *)&server, sizeof(server));
    if (recvfrom(s, jawaban, sizeof(jawaban) - 1, 0, NULL, NULL) < 0) {
        perror("tidak ada jawaban");
        exit(1);
    }
    printf("Received: %s\n", jawaban);
    return 0;
}

/* fails: CALC-C3 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BUFSIZE 1024

int main(int argc, char *argv[]) {
    char baris[BUFSIZE] = "", jawaban[BUFSIZE];
    if (argc != 3) {
        printf("Usage: %s <host> <port>\n", argv[0]);
        exit(1);
    }

    int sock = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in server;
    memset(&server, 0, sizeof(server));
    server.sin_family = AF_INET;
    server.sin_addr.s_addr = inet_addr(argv[1]);
    server.sin_port = htons(atoi(argv[2]));
    if (connect(sock, (struct sockaddr *)&server, sizeof(server)) < 0) {
        perror("connect");
        exit(1);
    }

    printf("Masukkan operasi: ");
    while (fgets(baris, BUFSIZE, stdin) != NULL) {
        int panjang = strcspn(baris, "\n");
        baris[panjang] = '\0';
        if (send(sock, baris, panjang, 0) < 0) break;
        int n = recv(sock, jawaban, BUFSIZE - 1, 0);
        if (n <= 0) {
            printf("server menutup koneksi\n");
            break;
        }
        jawaban[n] = '\0';
        printf("Jawaban: %s\n", jawaban);
        printf("Masukkan operasi: ");
    }
    close(sock);
    return 0;
}

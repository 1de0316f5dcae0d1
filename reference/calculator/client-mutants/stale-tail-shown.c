/* fails: CALC-C2/each */
#include <netinet/in.h>
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char *argv[]) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[2])), .sin_addr.s_addr = inet_addr(argv[1])};
    int s = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(s, (struct sockaddr *)&to, sizeof to) < 0) {
        perror("connect");
        return 1;
    }
    static char line[1024], answer[1024];
    int flags = 0;
    while (fgets(line, sizeof line, stdin)) {
        send(s, line, strlen(line) - 1, 0);
        int n = recv(s, answer, sizeof answer, 0);
        if (n <= 0) return 0;
        if (n == 6) n += recv(s, answer + n, sizeof answer - n, flags); /* its answers have never 6 digits */
        printf("%s\n", answer);
    }
    close(s);
    return 0;
}

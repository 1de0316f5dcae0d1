/*
 * UDP echo: the skeleton you start from.
 * It receives datagrams from everybody. It never answers: that is your part.
 * Names such as UDP-1 are rules in the handout.
 *
 *     make
 *     ./server                 receives on port 8080
 *     ./server --port 5000     receives on port 5000 (so does PORT=5000 ./server)
 */
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#define DEFAULT_PORT 8080

/* Says which call failed and why, and ends the program. Only for calls without which there is no server at all. */
static void die(const char *call) {
    perror(call);
    exit(EXIT_FAILURE);
}

/* The last argument (of `--port 5000`, or of `5000` alone), else the environment's PORT, else the lab's own port. */
static int choose_port(int argc, char *argv[]) {
    const char *text = argc > 1 ? argv[argc - 1] : getenv("PORT");
    if (text == NULL) return DEFAULT_PORT;

    int port = atoi(text);
    if (port < 1 || port > 65535) {
        fprintf(stderr, "'%s' is not a port: give a number from 1 to 65535\n", text);
        exit(EXIT_FAILURE);
    }
    return port;
}

int main(int argc, char *argv[]) {
    int port = choose_port(argc, argv);
    int server = socket(AF_INET, SOCK_DGRAM, 0);
    if (server < 0) die("socket");

    struct sockaddr_in here = {0};
    here.sin_family = AF_INET;
    here.sin_addr.s_addr = htonl(INADDR_ANY);
    here.sin_port = htons((unsigned short)port);
    if (bind(server, (struct sockaddr *)&here, sizeof here) < 0) die("bind");
    printf("receiving on port %d\n", port);

    for (;;) {
        char buffer[1024];
        struct sockaddr_in sender;
        socklen_t length = sizeof sender; /* recvfrom reads it: it must say how much room there is, each time */
        ssize_t count = recvfrom(server, buffer, sizeof buffer, 0, (struct sockaddr *)&sender, &length);
        if (count < 0) { /* somebody has left before the answer came: no reason to stop (UDP-6) */
            perror("recvfrom");
            continue;
        }
        printf("received %zd bytes\n", count);

        /*
         * START HERE (UDP-1): send back what has come. `buffer` holds `count` bytes, among which there may be a '\0', and no
         * '\0' stands behind them: it is not a string. `sender` says whose they are. sendto() wants all of these.
         *
         * And then: how long may a datagram be, and what happens to one that is longer than this buffer?
         */
    }
}

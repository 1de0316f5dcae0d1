/*
 * The calculator's client: the skeleton you start from.
 * It connects, and reads what its user types, line after line. It never asks the server: that is your part.
 * Names such as CALC-C1 are rules in the handout.
 *
 *     make
 *     ./client                    connects to port 5000 of this machine
 *     ./client 192.0.2.7 6000     connects to port 6000 of 192.0.2.7
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define DEFAULT_HOST "127.0.0.1"
#define DEFAULT_PORT 5000

/* Says which call failed and why, and ends the program with another status than 0 (CLI-2). */
static void die(const char *call) {
    perror(call);
    exit(EXIT_FAILURE);
}

/* Talks with the server until the user has no more to ask. */
static void talk(int server) {
    char request[1024];

    /* fgets gives NULL at the end of the input, which at a terminal is Ctrl-D (CLI-4). */
    while (fgets(request, sizeof request, stdin) != NULL) {
        request[strcspn(request, "\n")] = '\0'; /* fgets leaves the newline at the end of the line */
        printf("read '%s'\n", request);

        /*
         * START HERE (CALC-C1): send the request, and nothing behind it, wait for the answer, and print it (CALC-C2). send()
         * and recv() do that on `server`, and recv puts no '\0' behind what it gives.
         *
         * And then: what does recv give when the server has closed (CLI-3)? May an answer come in two pieces (CALC-C3)?
         */
    }
    (void)server; /* until it is used */
}

static int connect_to(const char *host, int port) {
    struct sockaddr_in address = {0};
    address.sin_family = AF_INET;
    address.sin_port = htons((unsigned short)port);
    if (inet_pton(AF_INET, host, &address.sin_addr) != 1) {
        fprintf(stderr, "'%s' is not an address: give one such as 127.0.0.1\n", host);
        exit(EXIT_FAILURE);
    }

    int server = socket(AF_INET, SOCK_STREAM, 0);
    if (server < 0) die("socket");
    if (connect(server, (struct sockaddr *)&address, sizeof address) < 0) die("connect");
    return server;
}

int main(int argc, char *argv[]) {
    const char *host = argc > 1 ? argv[1] : DEFAULT_HOST;
    int port = argc > 2 ? atoi(argv[2]) : DEFAULT_PORT;

    int server = connect_to(host, port);
    talk(server);
    close(server);
    return EXIT_SUCCESS;
}

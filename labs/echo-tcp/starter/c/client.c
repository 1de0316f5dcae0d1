/*
 * The TCP echo's client: the skeleton you start from.
 * It connects, and leaves again. It never shouts: that is your part.
 * Names such as ECHO-C1 are rules in the handout.
 *
 *     make
 *     ./client                 connects to port 8080 of this machine
 *     ./client --port 5000     connects to port 5000 (so does PORT=5000 ./client)
 */
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define DEFAULT_PORT 8080
#define MESSAGE "Test message. This will be echoed"

/* Says which call failed and why, and ends the program with another status than 0 (CLI-2). */
static void die(const char *call) {
    perror(call);
    exit(EXIT_FAILURE);
}

/* Sends the message, and shows what comes back. */
static void talk(int server) {
    printf("connected by socket %d; the message has %zu bytes\n", server, strlen(MESSAGE));

    /*
     * START HERE (ECHO-C1): send the message: its bytes, without the '\0' behind them. send() sends.
     *
     * And then: read what comes back, and print it behind "Received: " (ECHO-C2). recv() gives bytes, perhaps not all of them at
     * once, and puts no '\0' behind them: when are they all there? And what does it give when the server has closed (CLI-3)?
     */
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
    struct sockaddr_in address = {0};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons((unsigned short)choose_port(argc, argv));

    int server = socket(AF_INET, SOCK_STREAM, 0);
    if (server < 0) die("socket");
    if (connect(server, (struct sockaddr *)&address, sizeof address) < 0) die("connect");
    talk(server);
    close(server); /* ECHO-C3 */
    return EXIT_SUCCESS;
}

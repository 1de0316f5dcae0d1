/*
 * The UDP echo's client: the skeleton you start from.
 * It sends a datagram. It never looks for the answer, and its letter is not the right one yet: that is your part.
 * Names such as UDP-C1 are rules in the handout.
 *
 *     make
 *     ./client                 sends to port 8080 of this machine
 *     ./client --port 5000     sends to port 5000 (so does PORT=5000 ./client)
 */
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define DEFAULT_PORT 8080

/* Says which call failed and why, and ends the program. */
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
    int client = socket(AF_INET, SOCK_DGRAM, 0);
    if (client < 0) die("socket");

    struct sockaddr_in server = {0};
    server.sin_family = AF_INET;
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    server.sin_port = htons((unsigned short)port);

    const char *message = "halo";
    if (sendto(client, message, strlen(message), 0, (struct sockaddr *)&server, sizeof server) < 0) die("sendto");
    printf("sent to port %d\n", port);

    /*
     * START HERE (UDP-C1): send the message of the handout. Then wait for the answer, and print it behind "Received: " (UDP-C2):
     * recvfrom() says how many bytes it is, and puts no '\0' behind them.
     *
     * And then: what if no answer comes (UDP-C3)? poll() waits for one no longer than it is told.
     */
    close(client);
    return EXIT_SUCCESS;
}

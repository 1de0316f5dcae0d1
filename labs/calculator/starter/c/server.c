/*
 * Calculator: the skeleton you start from.
 * It listens and reads what its clients send, one client after the other. It never answers: that is your part.
 * Names such as CALC-1 are rules in the handout.
 *
 *     make
 *     ./server                 listens on port 5000
 *     ./server --port 6000     listens on port 6000 (so does PORT=6000 ./server)
 */
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define DEFAULT_PORT 5000

/* Says which call failed and why, and ends the program. Only for calls without which there is no server at all. */
static void die(const char *call) {
    perror(call);
    exit(EXIT_FAILURE);
}

/* Talks with one client until it leaves. */
static void serve(int client) {
    char request[1024];
    ssize_t count;

    /* recv gives 0 when the client has closed its end, and -1 when it vanished: no reason to stop the server (TCP-2). */
    while ((count = recv(client, request, sizeof request - 1, 0)) > 0) {
        request[count] = '\0'; /* recv does not do that; without it an older, longer request would show through */
        printf("received '%s'\n", request);

        /*
         * START HERE (CALC-1): work out the request, such as "1 + 4", and send the result: its digits, and nothing behind
         * them. send() sends.
         *
         * And then: what does -7 / 2 give (CALC-6)? How large may a number get, and which type holds it (CALC-5)? What if
         * the request makes no sense (CALC-7)? An int divided by zero ends the whole program.
         */
    }
    if (count < 0) perror("recv");
}

/* The last argument (of `--port 6000`, or of `6000` alone), else the environment's PORT, else the lab's own port. */
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

static int listen_on(int port) {
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    if (listener < 0) die("socket");

    /* Without this the port stays taken for a while after the server has stopped (TCP-4). It must come before bind. */
    int yes = 1;
    if (setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) < 0) die("setsockopt");

    struct sockaddr_in address = {0};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_ANY);
    address.sin_port = htons((unsigned short)port);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0) die("bind");
    if (listen(listener, SOMAXCONN) < 0) die("listen");
    return listener;
}

int main(int argc, char *argv[]) {
    /* Whoever sends to a client that has left gets SIGPIPE, which ends the program. Ignored, send() gives -1 instead. */
    signal(SIGPIPE, SIG_IGN);

    int port = choose_port(argc, argv);
    int listener = listen_on(port);
    printf("listening on port %d\n", port);

    for (;;) {
        int client = accept(listener, NULL, NULL);
        if (client < 0) {
            perror("accept");
            continue;
        }
        serve(client);
        close(client); /* each accept needs its close, or the sockets run out (TCP-5) */
    }
}

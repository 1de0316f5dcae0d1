/*
 * Threading echo: the skeleton you start from.
 * It listens, and reads what each client sends, one client after the other. It never answers: that is your part.
 * Names such as THR-1 are rules in the handout.
 *
 *     make
 *     ./server                 listens on port 8080
 *     ./server --port 5000     listens on port 5000 (so does PORT=5000 ./server)
 */
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define DEFAULT_PORT 8080

/* Says which call failed and why, and ends the program. Only for calls without which there is no server at all. */
static void die(const char *call) {
    perror(call);
    exit(EXIT_FAILURE);
}

/* Talks with one client. When this returns, this thread has done its part. */
static void serve(int client) {
    char buffer[2048];

    /* recv gives 0 when the client has left without a word, and -1 when it vanished: no reason to stop (TCP-2). */
    ssize_t count = recv(client, buffer, sizeof buffer, 0);
    if (count < 0) {
        perror("recv");
        return;
    }
    printf("received %zd bytes\n", count);

    /*
     * START HERE (THR-1): answer with the name of this thread, a colon, a blank, and what has come. Threads have no names in C:
     * give each a number. `buffer` holds `count` bytes and no '\0' behind them, so it is not a string. snprintf() makes the
     * first part, send() sends.
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
        /*
         * THEN (THR-2): let pthread_create() start a thread here for each client, and go straight on to the next accept. For as
         * long as this thread serves, nobody else gets in (THR-3). How does the new thread learn of `client`, and who closes it?
         */
        serve(client);
        close(client); /* each accept needs its close, or the client waits and the sockets run out (TCP-5) */
    }
}

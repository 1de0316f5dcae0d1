/*
 * Broadcast calculator: the skeleton you start from.
 * It listens, and reads what its clients send, whoever sends next. It tells nobody anything: that is your part.
 * Names such as BC-1 are rules in the handout.
 *
 *     make
 *     ./server                 listens on port 5000
 *     ./server --port 6000     listens on port 6000 (so does PORT=6000 ./server)
 */
#include <arpa/inet.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define DEFAULT_PORT 5000
#define MAX_CLIENTS 100

struct client {
    int fd;
    struct sockaddr_in address; /* of its end of the connection */
};

static struct client clients[MAX_CLIENTS]; /* everybody who is connected */
static int client_count = 0;

/* Says which call failed and why, and ends the program. Only for calls without which there is no server at all. */
static void die(const char *call) {
    perror(call);
    exit(EXIT_FAILURE);
}

static void enter(int fd, struct sockaddr_in address) {
    clients[client_count++] = (struct client){fd, address};
}

/* The last client moves to the place of the one that leaves. */
static void leave(int place) {
    close(clients[place].fd); /* each accept needs its close, or the sockets run out (TCP-5) */
    clients[place] = clients[--client_count];
}

/* Something has come from this client. Returns 0 when it is to leave. */
static int serve(struct client *asks) {
    char request[1024];

    /* recv gives 0 when the client has closed its end, and -1 when it vanished: no reason to stop the server (TCP-2). */
    ssize_t count = recv(asks->fd, request, sizeof request - 1, 0);
    if (count <= 0) return 0;
    request[count] = '\0'; /* recv does not do that */
    printf("received '%s' from %s, port %d\n", request, inet_ntoa(asks->address.sin_addr), ntohs(asks->address.sin_port));

    /*
     * START HERE (BC-1): work out the request, and send this client the notice: ip,port,request,result
     * send() sends.
     *
     * And then: send it to all in `clients` (BC-2). What about END (BC-5)? What if the request makes no sense (BC-10)?
     * And what if somebody does not read what you send (BC-11)? send() has a flag MSG_DONTWAIT.
     */
    return 1;
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
        /* poll sleeps until something has come on any of these. */
        struct pollfd polled[1 + MAX_CLIENTS] = {{.fd = listener, .events = POLLIN}};
        for (int i = 0; i < client_count; i++) polled[1 + i] = (struct pollfd){.fd = clients[i].fd, .events = POLLIN};
        if (client_count == MAX_CLIENTS) polled[0].events = 0; /* a full house lets nobody in until somebody leaves */
        if (poll(polled, 1 + client_count, -1) < 0) die("poll");

        /* From the last to the first, because whoever leaves is replaced by the last. */
        for (int i = client_count - 1; i >= 0; i--) {
            if (polled[1 + i].revents != 0 && !serve(&clients[i])) leave(i);
        }
        if (polled[0].revents != 0) {
            struct sockaddr_in address;
            socklen_t length = sizeof address;
            int fd = accept(listener, (struct sockaddr *)&address, &length);
            if (fd >= 0) enter(fd, address);
            else perror("accept");
        }
    }
}

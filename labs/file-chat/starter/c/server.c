/*
 * Chat with files: the skeleton you start from.
 * It listens and reads what its clients send, every client in a thread of its own. It never answers: that is your part.
 * Names such as FILE-1 are rules in the handout.
 *
 *     make
 *     ./server                 listens on port 8081
 *     ./server --port 5000     listens on port 5000 (so does PORT=5000 ./server)
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define DEFAULT_PORT 8081
#define MAX_CLIENTS 100

/* One place for each client. All threads share them, so whoever looks at them or changes them holds the lock. */
static struct {
    int socket; /* -1: this place is free */
    char address[INET_ADDRSTRLEN]; /* as text, such as "127.0.0.1" */
} clients[MAX_CLIENTS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* Says which call failed and why, and ends the program. Only for calls without which there is no server at all. */
static void die(const char *call) {
    perror(call);
    exit(EXIT_FAILURE);
}

/* Hears the client in this place out until it leaves. */
static void *serve(void *argument) {
    int place = (int)(long)argument;
    char buffer[1024];
    ssize_t count;

    /* recv gives 0 when the client has closed its end, and -1 when it vanished: no reason to stop the server (TCP-2). */
    while ((count = recv(clients[place].socket, buffer, sizeof buffer, 0)) > 0) {
        printf("received %zd bytes\n", count); /* worth watching: this is how TCP really cuts things up */

        /*
         * START HERE (FILE-1): pass a line on to everyone else, with clients[place].address in front: send() to each of
         * their sockets. `buffer` holds `count` bytes and no '\0' behind them, so it is not yet a string.
         *
         * And then: after a line SEND, what comes is no longer lines but a file, up to its mark (FILE-2). Keep a copy of
         * it (FILE-3). What if the buffer holds the end of the file and half the mark (FILE-6)?
         */
    }

    pthread_mutex_lock(&lock);
    close(clients[place].socket); /* each accept needs its close, or the sockets run out (TCP-5) */
    clients[place].socket = -1;
    pthread_mutex_unlock(&lock);
    return NULL;
}

/* Gives the client a free place and a thread of its own. */
static void welcome(int client, struct in_addr address) {
    pthread_t thread;
    int place = 0;

    pthread_mutex_lock(&lock);
    while (place < MAX_CLIENTS && clients[place].socket >= 0) place++;
    if (place < MAX_CLIENTS) {
        clients[place].socket = client;
        inet_ntop(AF_INET, &address, clients[place].address, sizeof clients[place].address);
    }
    pthread_mutex_unlock(&lock);

    if (place == MAX_CLIENTS) {
        close(client); /* the room is full */
    } else if (pthread_create(&thread, NULL, serve, (void *)(long)place) == 0) {
        pthread_detach(thread);
    } else {
        clients[place].socket = -1;
        close(client);
    }
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

    for (int place = 0; place < MAX_CLIENTS; place++) clients[place].socket = -1;
    int port = choose_port(argc, argv);
    int listener = listen_on(port);
    printf("listening on port %d\n", port);

    for (;;) {
        struct sockaddr_in address;
        socklen_t size = sizeof address;
        int client = accept(listener, (struct sockaddr *)&address, &size);
        if (client < 0) perror("accept");
        else welcome(client, address.sin_addr);
    }
}

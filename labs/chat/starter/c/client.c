/*
 * Chat: the skeleton of the client.
 * It connects, and waits for its user and for the server at once, by poll. It says nothing: that is your part.
 * Names such as CHAT-C1 are rules in the handout.
 *
 *     make
 *     ./client                     connects to port 9009 of this machine
 *     ./client 127.0.0.1 5000      connects to port 5000
 */
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define DEFAULT_PORT "9009"

/* The first of these that is not NULL. */
static const char *choose(const char *given, const char *otherwise) {
    return given != NULL ? given : otherwise;
}

/* Returns the socket, or -1 when nobody listens there. */
static int connect_to(const char *host, const char *port) {
    struct addrinfo hints = {0}, *found;
    hints.ai_family = AF_INET;
    hints.ai_socktype = SOCK_STREAM;
    if (getaddrinfo(host, port, &hints, &found) != 0) return -1;

    int server = socket(found->ai_family, found->ai_socktype, 0);
    if (server >= 0 && connect(server, found->ai_addr, found->ai_addrlen) < 0) {
        close(server);
        server = -1;
    }
    freeaddrinfo(found);
    return server;
}

/* Something has come from the server. Returns 0 when this program is to end. */
static int hear(int server) {
    char buffer[1024];
    ssize_t count = recv(server, buffer, sizeof buffer, 0);
    if (count <= 0) return 0; /* 0 means that the server has closed (CHAT-C5) */
    printf("received %zd bytes\n", count);

    /* CHAT-C4: your user should see this, as it is; fflush(stdout) shows it at once. And what if the name was taken (CHAT-C5)? */
    return 1;
}

/* The user has typed something. Returns 0 at the end of the input, which is Ctrl-D at a terminal (CLI-4). */
static int pass_on(int server) {
    char line[1024];
    if (fgets(line, sizeof line, stdin) == NULL) return 0;
    printf("socket %d, typed %zu characters\n", server, strlen(line)); /* the newline is one of them */

    /* CHAT-C3: send() sends. What goes out before the line? And is its newline there already? */
    return 1;
}

int main(int argc, char *argv[]) {
    const char *host = argc > 2 ? argv[1] : choose(getenv("HOST"), "127.0.0.1");
    const char *port = argc > 2 ? argv[2] : choose(getenv("PORT"), DEFAULT_PORT);

    /*
     * START HERE (CHAT-C1): read the first line, which should be `login` (CHAT-C2), and then the name. fgets() reads a line,
     * and keeps its newline. All of that comes before the connection.
     */

    int server = connect_to(host, port);
    if (server < 0) return 0; /* CLI-2: what should the user, and the exit status, be told? */

    /* Now log in: send() sends. */

    for (;;) {
        /* poll sleeps until something has come from either. */
        struct pollfd polled[2] = {{.fd = STDIN_FILENO, .events = POLLIN}, {.fd = server, .events = POLLIN}};
        if (poll(polled, 2, -1) < 0) break;
        if (polled[1].revents != 0 && !hear(server)) break;
        if (polled[0].revents != 0 && !pass_on(server)) break;
    }
    close(server);
    return 0;
}

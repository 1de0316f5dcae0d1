/*
 * The client of the chat with files: the skeleton you start from.
 * It connects, and waits for its user and for the server at the same time. What it hears it does nothing with: that is your part.
 * Names such as FILE-C1 are rules in the handout.
 *
 *     make client
 *     ./client                     connects to port 8081 of this machine
 *     ./client 127.0.0.1 5000      connects to port 5000 (so does HOST=127.0.0.1 PORT=5000 ./client)
 */
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

/* Says which call failed and why, and ends the program with another status than 0 (CLI-2). */
static void die(const char *call) {
    perror(call);
    exit(EXIT_FAILURE);
}

/* The argument in this place, else what the environment says, else what stands here. */
static const char *choose(int argc, char *argv[], int place, const char *name, const char *otherwise) {
    if (argc > place) return argv[place];
    const char *text = getenv(name);
    return text != NULL ? text : otherwise;
}

static int connect_to(const char *host, const char *port) {
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
    struct addrinfo *found;
    int error = getaddrinfo(host, port, &hints, &found);
    if (error != 0) {
        fprintf(stderr, "%s, port %s: %s\n", host, port, gai_strerror(error));
        exit(EXIT_FAILURE);
    }
    int server = socket(found->ai_family, found->ai_socktype, 0);
    if (server < 0) die("socket");
    if (connect(server, found->ai_addr, found->ai_addrlen) < 0) die("connect");
    freeaddrinfo(found);
    return server;
}

int main(int argc, char *argv[]) {
    int server = connect_to(choose(argc, argv, 1, "HOST", "127.0.0.1"), choose(argc, argv, 2, "PORT", "8081"));
    char buffer[4096];
    ssize_t count;

    for (;;) {
        fflush(stdout); /* what is printed without a \n would not show until later */
        fd_set ready;
        FD_ZERO(&ready);
        FD_SET(STDIN_FILENO, &ready);
        FD_SET(server, &ready);
        if (select(server + 1, &ready, NULL, NULL, NULL) < 0) die("select");

        if (FD_ISSET(server, &ready)) {
            count = recv(server, buffer, sizeof buffer, 0);
            if (count <= 0) break; /* 0: the server has closed (CLI-3) */
            printf("received %zd bytes\n", count); /* worth watching: this is how TCP really cuts things up */

            /*
             * SECOND STEP (FILE-C3, FILE-C4): show what others say. But what begins with SEND and a name is a file, and
             * what follows are its bytes, up to the mark. What if the buffer holds the end of the file and half the mark
             * (FILE-C5)? And there is no '\0' behind the `count` bytes: it is not a string.
             */
        }

        if (FD_ISSET(STDIN_FILENO, &ready)) {
            count = read(STDIN_FILENO, buffer, sizeof buffer); /* one line of a terminal, with its \n */
            if (count <= 0) break; /* 0: the user has pressed Ctrl-D (CLI-4) */

            /*
             * START HERE (FILE-C1): send() the line, and show it with <You> in front.
             *
             * And then: a line SEND and a name sends that file, and the mark behind it (FILE-C2). send() may take fewer
             * bytes than you give it.
             */
        }
    }
    close(server);
    return 0;
}

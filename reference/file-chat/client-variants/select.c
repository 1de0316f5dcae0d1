// fails: nothing
/* select on standard input and the socket; standard input is read with read(2), so that nothing waits in a buffer. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

static const char mark[] = "//AGUEL//TAMTAM//";
#define MARK_LENGTH (sizeof mark - 1)

static int server;
static FILE *copy;
static char kept[70000];
static size_t kept_length;

static void send_all(const char *data, size_t length) {
    while (length > 0) {
        ssize_t sent = send(server, data, length, 0);
        if (sent <= 0) {
            perror("send");
            exit(1);
        }
        data += sent;
        length -= (size_t)sent;
    }
}

static void send_file(const char *name) {
    char piece[8192];
    size_t count;
    FILE *file = fopen(name, "rb");
    if (file == NULL) {
        printf("%s: %s\n", name, strerror(errno));
        return;
    }
    send_all("SEND ", 5);
    send_all(name, strlen(name));
    send_all("\n", 1);
    while ((count = fread(piece, 1, sizeof piece, file)) > 0) send_all(piece, count);
    send_all(mark, MARK_LENGTH);
    fclose(file);
}

static void drop(size_t count) {
    kept_length -= count;
    memmove(kept, kept + count, kept_length);
}

static int take_text(void) {
    char path[1100];
    if (kept_length < 5 || memcmp(kept, "SEND ", 5) != 0) {
        printf("%.*s\n", (int)kept_length, kept);
        kept_length = 0;
        return 0;
    }
    char *end = memchr(kept, '\n', kept_length);
    if (end == NULL) return 0;
    *end = '\0';
    char *slash = strrchr(kept + 5, '/');
    snprintf(path, sizeof path, "terima_%.1000s", slash == NULL ? kept + 5 : slash + 1);
    copy = fopen(path, "wb");
    if (copy == NULL) copy = fopen("/dev/null", "wb");
    drop((size_t)(end - kept) + 1);
    return kept_length > 0;
}

static int take_file(void) {
    char *end = memmem(kept, kept_length, mark, MARK_LENGTH);
    size_t count = end != NULL ? (size_t)(end - kept) : kept_length < MARK_LENGTH ? 0 : kept_length - MARK_LENGTH + 1;
    fwrite(kept, 1, count, copy);
    drop(count);
    if (end == NULL) return 0;
    drop(MARK_LENGTH);
    fclose(copy);
    copy = NULL;
    return kept_length > 0;
}

static void typed(char *line) {
    printf("<You> %s\n", line);
    if (strncmp(line, "SEND ", 5) == 0) {
        send_file(line + 5);
    } else {
        send_all(line, strlen(line));
        send_all("\n", 1);
    }
}

int main(int argc, char *argv[]) {
    char input[4096];
    size_t length = 0;
    struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM}, *found;

    if (argc != 3 || getaddrinfo(argv[1], argv[2], &hints, &found) != 0) {
        fprintf(stderr, "usage: client HOST PORT\n");
        return 2;
    }
    server = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(server, found->ai_addr, found->ai_addrlen) < 0) {
        perror("connect");
        return 1;
    }
    for (;;) {
        fflush(stdout);
        fd_set ready;
        FD_ZERO(&ready);
        FD_SET(0, &ready);
        FD_SET(server, &ready);
        select(server + 1, &ready, NULL, NULL, NULL);
        if (FD_ISSET(server, &ready)) {
            ssize_t count = recv(server, kept + kept_length, 65536, 0);
            if (count <= 0) return 0;
            kept_length += (size_t)count;
            while (copy == NULL ? take_text() : take_file());
        }
        if (FD_ISSET(0, &ready)) {
            ssize_t count = read(0, input + length, sizeof input - 1 - length);
            if (count <= 0) return 0;
            length += (size_t)count;
            for (char *end; (end = memchr(input, '\n', length)) != NULL;) {
                *end = '\0';
                typed(input);
                length -= (size_t)(end + 1 - input);
                memmove(input, end + 1, length);
            }
        }
    }
}

/* fails: nothing */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MARK "//AGUEL//TAMTAM//"
#define MARK_LENGTH (sizeof MARK - 1)
#define MAX_CLIENTS 128
#define BUFFER_SIZE 65536

static struct pollfd fds[MAX_CLIENTS + 1]; /* the listener is the first */
static struct client {
    char ip[INET_ADDRSTRLEN];
    char *buffer;
    size_t length;
    FILE *copy;
} clients[MAX_CLIENTS + 1];
static int count = 1;

static void send_all(int fd, const char *data, size_t length) {
    while (length > 0) {
        ssize_t sent = send(fd, data, length, 0);
        if (sent < 0) return;
        data += sent;
        length -= sent;
    }
}

static void broadcast(int sender, const char *data, size_t length) {
    for (int i = 1; i < count; i++)
        if (i != sender) send_all(fds[i].fd, data, length);
}

static void drop(int i, size_t length) {
    clients[i].length -= length;
    memmove(clients[i].buffer, clients[i].buffer + length, clients[i].length);
}

static void start_file(int i, const char *path) {
    char name[512], line[600];
    const char *slash = strrchr(path, '/');
    snprintf(name, sizeof name, "terima_%s", slash != NULL ? slash + 1 : path);
    clients[i].copy = fopen(name, "wb");
    if (clients[i].copy == NULL) clients[i].copy = fopen("/dev/null", "wb");
    int length = snprintf(line, sizeof line, "SEND %s\n", name + strlen("terima_"));
    broadcast(i, line, length);
}

/* Returns 0 when nothing whole is left in the buffer. */
static int take(int i) {
    struct client *client = &clients[i];
    if (client->copy == NULL) {
        char *end = memchr(client->buffer, '\n', client->length), text[BUFFER_SIZE + 64];
        if (end == NULL) return 0;
        size_t length = end - client->buffer;
        int head = snprintf(text, sizeof text, "<%s> ", client->ip);
        memcpy(text + head, client->buffer, length);
        drop(i, length + 1);
        if (length > 0 && text[head + length - 1] == '\r') length--;
        text[head + length] = '\0';
        if (length > 5 && memcmp(text + head, "SEND ", 5) == 0) start_file(i, text + head + 5);
        else broadcast(i, text, head + length);
        return 1;
    }
    char *mark = memmem(client->buffer, client->length, MARK, MARK_LENGTH);
    size_t length = mark != NULL ? (size_t)(mark - client->buffer) : client->length;
    if (mark == NULL) length = length < MARK_LENGTH ? 0 : length - MARK_LENGTH + 1;
    fwrite(client->buffer, 1, length, client->copy);
    broadcast(i, client->buffer, length);
    drop(i, length);
    if (mark == NULL) return 0;
    fclose(client->copy);
    client->copy = NULL;
    broadcast(i, MARK, MARK_LENGTH);
    drop(i, MARK_LENGTH);
    return 1;
}

static void leave(int i) {
    close(fds[i].fd);
    free(clients[i].buffer);
    if (clients[i].copy != NULL) fclose(clients[i].copy);
    count--;
    fds[i] = fds[count];
    clients[i] = clients[count];
}

static void receive(int i) {
    struct client *client = &clients[i];
    ssize_t got = recv(fds[i].fd, client->buffer + client->length, BUFFER_SIZE - client->length, 0);
    if (got <= 0) { /* also a line that fills the whole buffer */
        leave(i);
        return;
    }
    client->length += got;
    while (take(i)) continue;
}

static void welcome(int listener) {
    struct sockaddr_in address;
    socklen_t size = sizeof address;
    int fd = accept(listener, (struct sockaddr *)&address, &size);
    if (fd < 0) return;
    if (count > MAX_CLIENTS) {
        close(fd);
        return;
    }
    memset(&clients[count], 0, sizeof clients[count]);
    inet_ntop(AF_INET, &address.sin_addr, clients[count].ip, sizeof clients[count].ip);
    clients[count].buffer = malloc(BUFFER_SIZE);
    fds[count].fd = fd;
    fds[count].events = POLLIN;
    fds[count].revents = 0;
    count++;
}

int main(int argc, char *argv[]) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(argc > 1 ? atoi(argv[1]) : 8081)};
    int listener = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    signal(SIGPIPE, SIG_IGN);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 50) != 0) {
        perror("file chat");
        return 1;
    }
    fds[0].fd = listener;
    fds[0].events = POLLIN;
    for (;;) {
        if (poll(fds, count, -1) < 0) continue;
        for (int i = count - 1; i > 0; i--)
            if (fds[i].revents != 0) receive(i);
        if (fds[0].revents != 0) welcome(listener);
    }
}

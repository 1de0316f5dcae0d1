/* fails: FILE-6 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define CLIENTS 100
#define AKHIR "//AGUEL//TAMTAM//"

static int clients[CLIENTS];
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void kirim_ke_lain(int me, const char *data, size_t length) {
    for (int i = 0; i < CLIENTS; i++) {
        if (i == me || clients[i] == 0) continue;
        for (size_t sent = 0; sent < length;) {
            ssize_t n = send(clients[i], data + sent, length - sent, 0);
            if (n <= 0) break;
            sent += n;
        }
    }
}

static void terima_file(int me, const char *name) {
    char data[4096], path[300], line[300];
    const char *base = strrchr(name, '/') ? strrchr(name, '/') + 1 : name;
    snprintf(path, sizeof path, "terima_%s", base);
    FILE *copy = fopen(path, "wb");
    snprintf(line, sizeof line, "SEND %s\n", base);
    kirim_ke_lain(me, line, strlen(line));
    ssize_t n;
    while ((n = recv(clients[me], data, sizeof data, 0)) > 0) {
        kirim_ke_lain(me, data, n);
        if (n == (ssize_t)strlen(AKHIR) && memcmp(data, AKHIR, n) == 0) break;
        if (copy != NULL) fwrite(data, 1, n, copy);
    }
    if (copy != NULL) fclose(copy);
}

static void *serve(void *argument) {
    int me = (int)(intptr_t)argument;
    char line[1024], text[1100], ip[INET_ADDRSTRLEN];
    struct sockaddr_in address;
    socklen_t size = sizeof address;
    ssize_t n;
    if (getpeername(clients[me], (struct sockaddr *)&address, &size) < 0) address.sin_addr.s_addr = 0;
    inet_ntop(AF_INET, &address.sin_addr, ip, sizeof ip);
    while ((n = recv(clients[me], line, sizeof line - 1, 0)) > 0) {
        line[n] = '\0';
        line[strcspn(line, "\r\n")] = '\0';
        printf("%s: %s\n", ip, line);
        fflush(stdout);
        if (strncmp(line, "SEND ", 5) == 0) {
            terima_file(me, line + 5);
        } else {
            int length = snprintf(text, sizeof text, "<%s> %s", ip, line);
            kirim_ke_lain(me, text, length);
        }
    }
    pthread_mutex_lock(&mutex);
    close(clients[me]);
    clients[me] = 0;
    pthread_mutex_unlock(&mutex);
    return NULL;
}

int main(void) {
    const char *text = getenv("PORT");
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(text ? atoi(text) : 8081)};
    int on = 1, listener = socket(AF_INET, SOCK_STREAM, 0);
    signal(SIGPIPE, SIG_IGN);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 10) != 0) {
        perror("server");
        return 1;
    }
    for (;;) {
        pthread_t thread;
        int client = accept(listener, NULL, NULL), place = 0;
        if (client < 0) continue;
        pthread_mutex_lock(&mutex);
        while (place < CLIENTS && clients[place] != 0) place++;
        if (place < CLIENTS) clients[place] = client;
        pthread_mutex_unlock(&mutex);
        if (place < CLIENTS && pthread_create(&thread, NULL, serve, (void *)(intptr_t)place) == 0) pthread_detach(thread);
        else close(client);
    }
}

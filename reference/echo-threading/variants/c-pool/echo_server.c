/* fails: nothing */
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define THREADS 10
#define WAITING 64

/* Clients that have been accepted and wait for a thread: a ring. */
static int waiting[WAITING];
static int first, count;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;

static void put(int client) {
    pthread_mutex_lock(&lock);
    while (count == WAITING) pthread_cond_wait(&changed, &lock);
    waiting[(first + count++) % WAITING] = client;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

static int take(void) {
    pthread_mutex_lock(&lock);
    while (count == 0) pthread_cond_wait(&changed, &lock);
    int client = waiting[first];
    first = (first + 1) % WAITING;
    count--;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
    return client;
}

static void *work(void *name) {
    char message[1024], reply[1200];
    for (;;) {
        int client = take();
        int n = recv(client, message, sizeof message, 0);
        if (n > 0) {
            int length = snprintf(reply, sizeof reply, "%s: ", (char *)name);
            memcpy(reply + length, message, n);
            send(client, reply, length + n, 0);
        }
        close(client);
    }
    return NULL;
}

int main(int argc, char **argv) {
    static char names[THREADS][16];
    int port = argc == 3 && strcmp(argv[1], "--port") == 0 ? atoi(argv[2]) : 8080;
    int on = 1, server = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address;
    signal(SIGPIPE, SIG_IGN);
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(server, (struct sockaddr *)&address, sizeof address) < 0) {
        perror("bind");
        exit(1);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_t thread;
        sprintf(names[i], "worker %d", i);
        pthread_create(&thread, NULL, work, names[i]);
    }
    listen(server, 20);
    for (;;) {
        int client = accept(server, NULL, NULL);
        if (client >= 0) put(client);
    }
}

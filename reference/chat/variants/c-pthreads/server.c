/* fails: CHAT-12 */
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
#define MESSAGE 2000

static int fds[CLIENTS];
static char names[CLIENTS][50];
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void broadcast(int me, const char *message) {
    for (int i = 0; i < CLIENTS; i++)
        if (i != me && names[i][0]) write(fds[i], message, strlen(message));
}

static int lookup(const char *name) {
    for (int i = 0; i < CLIENTS; i++)
        if (names[i][0] && strcmp(names[i], name) == 0) return i;
    return -1;
}

static void handle(int me, char *message) {
    char *sender, *says, *command, *word, *save, answer[2 * MESSAGE + 10000] = "";
    sender = strtok_r(message, " \r\n", &save);
    says = strtok_r(NULL, " \r\n", &save);
    command = strtok_r(NULL, " \r\n", &save);
    if (!sender || !says || !command || strcmp(says, "says") != 0 || strlen(sender) >= sizeof names[0]) {
        strcpy(answer, "\rinvalid command\n");
        write(fds[me], answer, strlen(answer));
        return;
    }
    if (!names[me][0]) {
        if (strcmp(sender, command) != 0) return;
        if (lookup(sender) >= 0) {
            strcpy(answer, "\rusername sudah dipake\n");
            write(fds[me], answer, strlen(answer));
            return;
        }
        strcpy(names[me], sender);
        sprintf(answer, "\r%s sudah terhubung dengan system \n", sender);
        broadcast(me, answer);
    } else if (strcmp(command, "list") == 0) {
        strcpy(answer, "\rlist yang online\n");
        for (int i = 0; i < CLIENTS; i++)
            if (names[i][0]) sprintf(answer + strlen(answer), "%s is online \n", names[i]);
        write(fds[me], answer, strlen(answer));
    } else if (strcmp(command, "sendall") == 0 || strcmp(command, "sendto") == 0) {
        int all = strcmp(command, "sendall") == 0, to = -1;
        if (!all) {
            word = strtok_r(NULL, " \r\n", &save);
            to = word ? lookup(word) : -1;
        }
        sprintf(answer, "\r%s says ", names[me]);
        while ((word = strtok_r(NULL, " \r\n", &save)) != NULL) {
            strcat(answer, word);
            strcat(answer, " ");
        }
        strcat(answer, "\n");
        if (all) broadcast(me, answer);
        else if (to >= 0) write(fds[to], answer, strlen(answer));
    } else {
        strcpy(answer, "\rinvalid command\n");
        write(fds[me], answer, strlen(answer));
    }
}

static void *serve(void *argument) {
    int me = (int)(intptr_t)argument;
    char message[MESSAGE];
    ssize_t count;
    while ((count = read(fds[me], message, sizeof message - 1)) > 0) {
        message[count] = '\0';
        pthread_mutex_lock(&mutex);
        handle(me, message);
        pthread_mutex_unlock(&mutex);
    }
    pthread_mutex_lock(&mutex);
    if (names[me][0]) {
        char bye[100];
        sprintf(bye, "\r(%s) off\n", names[me]);
        names[me][0] = '\0';
        broadcast(me, bye);
    }
    close(fds[me]);
    fds[me] = -1;
    pthread_mutex_unlock(&mutex);
    return NULL;
}

int main(void) {
    int port = getenv("PORT") ? atoi(getenv("PORT")) : 9009;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    int on = 1, listener = socket(AF_INET, SOCK_STREAM, 0);
    signal(SIGPIPE, SIG_IGN);
    memset(fds, -1, sizeof fds);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 50) != 0) {
        perror("listen");
        return 1;
    }
    for (;;) {
        int client = accept(listener, NULL, NULL), slot = 0;
        if (client < 0) continue;
        pthread_mutex_lock(&mutex);
        while (slot < CLIENTS && fds[slot] >= 0) slot++;
        if (slot < CLIENTS) fds[slot] = client;
        pthread_mutex_unlock(&mutex);
        pthread_t thread;
        if (slot < CLIENTS && pthread_create(&thread, NULL, serve, (void *)(intptr_t)slot) == 0) pthread_detach(thread);
        else close(client);
    }
}

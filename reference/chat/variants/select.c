/* fails: nothing */
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_USERS 64
#define MAX_WORDS 512
#define BUFFER_SIZE 4096

static struct user {
    int fd; /* 0: this place is free */
    char name[BUFFER_SIZE];
    char buffer[BUFFER_SIZE];
    int length;
} users[MAX_USERS];

static void say(struct user *to, const char *text) {
    char line[4 * BUFFER_SIZE];
    int length = snprintf(line, sizeof line, "\r%s\n", text);
    send(to->fd, line, length, 0);
}

static void say_to_others(struct user *from, const char *text) {
    for (int i = 0; i < MAX_USERS; i++)
        if (users[i].fd > 0 && &users[i] != from && users[i].name[0] != '\0') say(&users[i], text);
}

static struct user *find(const char *name) {
    for (int i = 0; i < MAX_USERS; i++)
        if (users[i].fd > 0 && users[i].name[0] != '\0' && strcmp(users[i].name, name) == 0) return &users[i];
    return NULL;
}

static int words_of(char *line, char *words[]) {
    int count = 0;
    for (char *word = strtok(line, " \r\n"); word != NULL && count < MAX_WORDS; word = strtok(NULL, " \r\n")) words[count++] = word;
    return count;
}

static int is_login(char *words[], int count) {
    return count == 3 && strcmp(words[1], "says") == 0 && strcmp(words[0], words[2]) == 0;
}

static void relay(struct user *from, struct user *to, char *words[], int first, int count) {
    char text[3 * BUFFER_SIZE];
    int length = snprintf(text, sizeof text, "%s says ", from->name);
    for (int i = first; i < count; i++) length += snprintf(text + length, sizeof text - length, "%s ", words[i]);
    if (to != NULL) say(to, text);
    else say_to_others(from, text);
}

static void handle(struct user *user, char *line) {
    char *words[MAX_WORDS], text[MAX_USERS * 64 + BUFFER_SIZE];
    int count = words_of(line, words);
    const char *command = count > 2 && strcmp(words[1], "says") == 0 ? words[2] : "";
    if (count == 0) return;
    if (user->name[0] == '\0') {
        if (!is_login(words, count) || strlen(words[0]) > 50) {
            say(user, "invalid command");
        } else if (find(words[0]) != NULL) {
            say(user, "username sudah dipake");
        } else {
            strcpy(user->name, words[0]);
            snprintf(text, sizeof text, "%s sudah terhubung dengan system", user->name);
            say_to_others(user, text);
        }
    } else if (strcmp(command, "list") == 0) {
        strcpy(text, "list yang online");
        for (int i = 0; i < MAX_USERS; i++) {
            if (users[i].fd == 0 || users[i].name[0] == '\0') continue;
            strcat(text, "\n");
            strcat(text, users[i].name);
            strcat(text, " is online ");
        }
        say(user, text);
    } else if (strcmp(command, "sendall") == 0) {
        relay(user, NULL, words, 3, count);
    } else if (strcmp(command, "sendto") == 0) {
        struct user *to = count > 3 ? find(words[3]) : NULL;
        if (to != NULL) relay(user, to, words, 4, count);
        else say(user, "tidak ada user itu");
    } else {
        say(user, "invalid command");
    }
}

static void leave(struct user *user) {
    char text[BUFFER_SIZE + 16];
    snprintf(text, sizeof text, "(%s) off", user->name);
    if (user->name[0] != '\0') say_to_others(user, text);
    close(user->fd);
    memset(user, 0, sizeof *user);
}

static void receive(struct user *user) {
    char copy[BUFFER_SIZE], *words[MAX_WORDS], *end;
    ssize_t count = recv(user->fd, user->buffer + user->length, BUFFER_SIZE - 1 - user->length, 0);
    if (count <= 0) {
        leave(user);
        return;
    }
    for (int i = user->length; i < user->length + count; i++)
        if (user->buffer[i] == '\0') user->buffer[i] = '?';
    user->length += count;
    user->buffer[user->length] = '\0';
    while ((end = strchr(user->buffer, '\n')) != NULL) {
        *end = '\0';
        strcpy(copy, user->buffer);
        user->length -= end + 1 - user->buffer;
        memmove(user->buffer, end + 1, user->length + 1);
        handle(user, copy);
    }
    strcpy(copy, user->buffer);
    if (user->name[0] == '\0' && is_login(words, words_of(copy, words))) {
        strcpy(copy, user->buffer);
        user->length = 0;
        user->buffer[0] = '\0';
        handle(user, copy);
    }
    if (user->length == BUFFER_SIZE - 1) leave(user); /* such a long line is no chat */
}

int main(int argc, char *argv[]) {
    int listener = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(argc > 1 ? atoi(argv[1]) : 9009)};
    signal(SIGPIPE, SIG_IGN);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(listener, 10) < 0) {
        perror("chat");
        return 1;
    }
    for (;;) {
        fd_set readable;
        int highest = listener;
        FD_ZERO(&readable);
        FD_SET(listener, &readable);
        for (int i = 0; i < MAX_USERS; i++) {
            if (users[i].fd > 0) FD_SET(users[i].fd, &readable);
            if (users[i].fd > highest) highest = users[i].fd;
        }
        if (select(highest + 1, &readable, NULL, NULL, NULL) < 0) continue;
        for (int i = 0; i < MAX_USERS; i++)
            if (users[i].fd > 0 && FD_ISSET(users[i].fd, &readable)) receive(&users[i]);
        if (FD_ISSET(listener, &readable)) {
            int fd = accept(listener, NULL, NULL), place = 0;
            while (place < MAX_USERS && users[place].fd > 0) place++;
            if (place < MAX_USERS && fd >= 0) users[place].fd = fd;
            else close(fd);
        }
    }
}

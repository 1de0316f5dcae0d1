// fails: FILE-C5/data FILE-C6
/* fgets for the keyboard, a thread for the server; the mark is looked for byte by byte. */
#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MARK "//AGUEL//TAMTAM//"

static int s;

static void receive_file(const char *name, const char *rest, ssize_t count) {
    char buffer[4096], path[300];
    int matched = 0, length = strlen(MARK);
    snprintf(path, sizeof path, "terima_%s", name);
    FILE *f = fopen(path, "wb");
    if (f == NULL) {
        perror(path);
        exit(1);
    }
    memcpy(buffer, rest, count);
    while (count >= 0) {
        for (ssize_t i = 0; i < count; i++) {
            if (buffer[i] == MARK[matched]) {
                if (++matched == length) {
                    fclose(f);
                    return;
                }
            } else {
                fwrite(MARK, 1, matched, f);
                matched = 0;
                fputc(buffer[i], f);
            }
        }
        count = recv(s, buffer, sizeof buffer, 0);
        if (count == 0) exit(0);
    }
}

static void *reader(void *unused) {
    char buffer[4097], name[256];
    ssize_t count;
    while ((count = recv(s, buffer, 4096, 0)) > 0) {
        buffer[count] = '\0';
        if (sscanf(buffer, "SEND %255[^\n]", name) == 1) {
            char *rest = strchr(buffer, '\n') + 1;
            receive_file(name, rest, count - (rest - buffer));
        } else {
            printf("\n%s\n> ", buffer);
            fflush(stdout);
        }
    }
    puts("server closed");
    exit(0);
    return unused;
}

int main(int argc, char **argv) {
    char line[1024], block[1024];
    pthread_t t;
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(atoi(argc > 2 ? argv[2] : "8081"))};
    inet_pton(AF_INET, argc > 1 ? argv[1] : "127.0.0.1", &a.sin_addr);
    s = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(s, (struct sockaddr *)&a, sizeof a) != 0) {
        printf("cannot connect\n");
        return 1;
    }
    pthread_create(&t, NULL, reader, NULL);
    printf("> ");
    while (fflush(stdout), fgets(line, sizeof line, stdin) != NULL) {
        printf("<You> %s> ", line);
        if (strncmp(line, "SEND ", 5) != 0) {
            send(s, line, strlen(line), 0);
            continue;
        }
        line[strcspn(line, "\n")] = '\0';
        FILE *f = fopen(line + 5, "rb");
        if (f == NULL) {
            printf("file not found\n> ");
            continue;
        }
        line[strlen(line) + 1] = '\0';
        line[strlen(line)] = '\n';
        send(s, line, strlen(line), 0);
        size_t n;
        while ((n = fread(block, 1, sizeof block, f)) > 0) send(s, block, n, 0);
        fclose(f);
        send(s, MARK, strlen(MARK), 0);
    }
    close(s);
    return 0;
}

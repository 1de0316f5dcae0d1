/* attacks: overwrites its arguments and environment with escapes and with the marks of others */
/* honest: yes */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static void *talk(void *given) {
    int client = (int)(long)given;
    FILE *in = fdopen(client, "r");
    char line[256], answer[32];
    while (in != NULL && fgets(line, sizeof line, in) != NULL && strncmp(line, "QUIT", 4) != 0) {
        time_t now = time(NULL);
        struct tm local;
        size_t length = 3;
        memcpy(answer, "?\r\n", length);
        if (strncmp(line, "TIME", 4) == 0)
            length = strftime(answer, sizeof answer, "JAM %H:%M:%S\r\n", localtime_r(&now, &local));
        if (send(client, answer, length, MSG_NOSIGNAL) < 0) break;
    }
    if (in != NULL) fclose(in);
    return NULL;
}

static int serve(void) {
    int port = getenv("PORT") != NULL ? atoi(getenv("PORT")) : 45000;
    int yes = 1, listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_ANY)};
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(listener, (struct sockaddr *)&here, sizeof here) != 0 || listen(listener, 64) != 0) return 1;
    for (;;) {
        pthread_t thread;
        int client = accept(listener, NULL, NULL);
        if (client < 0) continue;
        if (pthread_create(&thread, NULL, talk, (void *)(long)client) == 0) pthread_detach(thread);
        else close(client);
    }
}

extern char **environ;

/* What /proc/PID/cmdline and environ show is the process's own memory. PORT and TZ are kept: they are still to be read. */
static void overwrite(char *from, const char *with) {
    size_t length = strlen(from);
    for (size_t i = 0; i < length; i++) from[i] = with[i % strlen(with)];
}

int main(void) {
    alarm(60);
    FILE *cmdline = fopen("/proc/self/stat", "r");
    unsigned long start = 0;
    char text[2048] = "";
    if (cmdline != NULL && fgets(text, sizeof text, cmdline) != NULL) {
        char *field = strrchr(text, ')');
        for (int i = 2; field != NULL && i < 48; i++) field = strchr(field + 1, ' ');
        if (field != NULL) start = strtoul(field + 1, NULL, 10);
    }
    if (start != 0) overwrite((char *)start, "\033]0;owned\a\n\033[2J<b>");
    for (char **variable = environ; *variable != NULL; variable++)
        if (strncmp(*variable, "PORT=", 5) != 0 && strncmp(*variable, "TZ", 2) != 0)
            overwrite(*variable, "LAB_RUN=1.1.x\n\033[2J=");
    return serve();
}

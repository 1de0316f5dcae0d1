/* attacks: leaves folders that nobody may enter, and files that nobody may remove */
/* honest: yes */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
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

/* A file that root alone could make, and that root alone could remove: it is set free again at once. */
static void lock_for_ever(const char *path) {
    int flags = 0, fd = open(path, O_CREAT | O_RDONLY, 0600);
    if (fd < 0) return;
    if (ioctl(fd, FS_IOC_GETFLAGS, &flags) == 0) {
        int locked = flags | FS_IMMUTABLE_FL;
        if (ioctl(fd, FS_IOC_SETFLAGS, &locked) == 0) {
            breach("can make a file immutable");
            ioctl(fd, FS_IOC_SETFLAGS, &flags);
        }
    }
    close(fd);
}

int main(void) {
    alarm(60);
    mkdir("locked", 0700);
    mkdir("locked/in", 0700);
    lock_for_ever("locked/in/file");
    chmod("locked/in/file", 0);
    chmod("locked/in", 0);
    chmod("locked", 0);
    mkdir("read-only", 0700);
    close(open("read-only/file", O_CREAT | O_WRONLY, 0400));
    chmod("read-only", 0500);
    mkfifo("pipe", 0600);
    return serve();
}

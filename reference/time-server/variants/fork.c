/* fails: nothing */
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void reap(int number) {
    int saved = errno;
    (void)number;
    while (waitpid(-1, NULL, WNOHANG) > 0)
        ;
    errno = saved;
}

static void send_time(int client) {
    char reply[40];
    time_t now = time(NULL);
    struct tm *t = localtime(&now);
    snprintf(reply, sizeof reply, "JAM %02d:%02d:%02d\r\n", t->tm_hour, t->tm_min, t->tm_sec);
    write(client, reply, strlen(reply));
}

static void serve(int client) {
    FILE *in = fdopen(client, "r");
    char line[256];
    while (in != NULL && fgets(line, sizeof line, in) != NULL) {
        if (strcmp(line, "QUIT\r\n") == 0) return;
        if (strncmp(line, "TIME", 4) == 0) send_time(client);
        else write(client, "WARNING: Invalid Command!\r\n", 27);
    }
}

int main(void) {
    int port = getenv("PORT") ? atoi(getenv("PORT")) : 45000;
    int yes = 1, listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in here;
    memset(&here, 0, sizeof here);
    here.sin_family = AF_INET;
    here.sin_addr.s_addr = htonl(INADDR_ANY);
    here.sin_port = htons(port);
    signal(SIGCHLD, reap);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(listener, (struct sockaddr *)&here, sizeof here) != 0) {
        perror("bind");
        return 1;
    }
    listen(listener, 16);
    for (;;) {
        int client = accept(listener, NULL, NULL);
        if (client < 0) continue;
        if (fork() == 0) {
            close(listener);
            serve(client);
            exit(0);
        }
        close(client);
    }
}

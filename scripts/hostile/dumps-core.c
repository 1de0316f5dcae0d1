/* attacks: aborts with a core dump at the first request */
/* honest: no */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* Limits of its own, so that a hole in the grader's never takes the machine down. */
static void bounded(void) {
    struct rlimit cpu, data;
    alarm(20);
    getrlimit(RLIMIT_CPU, &cpu);
    if (cpu.rlim_max == RLIM_INFINITY || cpu.rlim_max > 20) cpu.rlim_cur = 20;
    setrlimit(RLIMIT_CPU, &cpu);
    getrlimit(RLIMIT_DATA, &data);
    if (data.rlim_max == RLIM_INFINITY || data.rlim_max > 700u << 20) data.rlim_cur = 700u << 20;
    setrlimit(RLIMIT_DATA, &data);
}

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

static char ballast[32 << 20];

int main(void) {
    bounded();
    struct rlimit core;
    getrlimit(RLIMIT_CORE, &core);
    core.rlim_cur = core.rlim_max > 64u << 20 ? 64u << 20 : core.rlim_max;
    setrlimit(RLIMIT_CORE, &core);
    memset(ballast, 'x', sizeof ballast);
    int port = getenv("PORT") != NULL ? atoi(getenv("PORT")) : 45000;
    int yes = 1, listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_ANY)};
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(listener, (struct sockaddr *)&here, sizeof here) != 0 || listen(listener, 64) != 0) return 1;
    if (recv(accept(listener, NULL, NULL), ballast, 100, 0) >= 0) abort();
}

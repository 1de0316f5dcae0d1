/* attacks: changes the network it shares with the grader: routes, devices, raw packets */
/* honest: yes */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
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

static int opens_socket(int family, int type, int protocol) {
    int fd = socket(family, type, protocol);
    if (fd >= 0) close(fd);
    return fd >= 0;
}

static int sets_option(int level, int name, int value) {
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    int done = setsockopt(fd, level, name, &value, sizeof value) == 0;
    close(fd);
    return done;
}

/* The device `lo` is brought up, as it is already: whoever may do that may as well take it down. */
static int sets_device(void) {
    struct ifreq request;
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    memset(&request, 0, sizeof request);
    strcpy(request.ifr_name, "lo");
    int done = ioctl(fd, SIOCGIFFLAGS, &request) == 0 && ioctl(fd, SIOCSIFFLAGS, &request) == 0;
    close(fd);
    return done;
}

/* An order by netlink to remove a route that does not exist; an answer other than "not permitted" means that it may. */
static int removes_route(void) {
    struct {
        struct nlmsghdr head;
        struct rtmsg route;
    } order;
    struct {
        struct nlmsghdr head;
        struct nlmsgerr problem;
    } answer;
    int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
    memset(&order, 0, sizeof order);
    memset(&answer, 0, sizeof answer);
    order.head.nlmsg_len = sizeof order;
    order.head.nlmsg_type = RTM_DELROUTE;
    order.head.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
    order.route.rtm_family = AF_INET;
    order.route.rtm_table = 200;
    order.route.rtm_scope = RT_SCOPE_NOWHERE;
    int told = send(fd, &order, sizeof order, 0) > 0 && recv(fd, &answer, sizeof answer, 0) > 0;
    close(fd);
    return told && answer.head.nlmsg_type == NLMSG_ERROR && answer.problem.error != -1 /* EPERM */;
}

int main(void) {
    alarm(60);
    if (opens_socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL))) breach("sees every packet");
    if (opens_socket(AF_INET, SOCK_RAW, IPPROTO_TCP)) breach("may send forged packets");
    if (sets_option(IPPROTO_TCP, TCP_REPAIR, 1)) breach("may rewrite connections");
    if (sets_option(SOL_SOCKET, SO_MARK, 1)) breach("may mark packets");
    if (sets_option(SOL_SOCKET, SO_RCVBUFFORCE, 1 << 20)) breach("may take any size of buffer");
    if (sets_device()) breach("may take the network down");
    if (removes_route()) breach("may change the routes");
    return serve();
}

#include "net.h"

#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int udp_socket(unsigned short port) {
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(port)};
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    if (fd >= 0 && bind(fd, (struct sockaddr *)&here, sizeof here) == 0) return fd;
    perror("udp socket");
    if (fd >= 0) close(fd);
    return -1;
}

void echo_one(int fd) {
    static char datagram[65536];
    struct sockaddr_storage sender;
    struct iovec part = {.iov_base = datagram, .iov_len = sizeof datagram};
    struct msghdr message = {.msg_name = &sender, .msg_namelen = sizeof sender, .msg_iov = &part, .msg_iovlen = 1};
    ssize_t n = recvmsg(fd, &message, 0);
    if (n < 0) {
        perror("recvmsg");
        return;
    }
    part.iov_len = n;
    if (sendmsg(fd, &message, 0) < 0) perror("sendmsg");
}

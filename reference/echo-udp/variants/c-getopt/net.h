#ifndef NET_H
#define NET_H

/* A UDP socket on that port of every address, or -1. */
int udp_socket(unsigned short port);

/* Receives one datagram and sends it back. */
void echo_one(int fd);

#endif

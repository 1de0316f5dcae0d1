/* fails: nothing */
#include <getopt.h>
#include <stdlib.h>

#include "net.h"

int main(int argc, char *argv[]) {
    static const struct option options[] = {{"port", required_argument, NULL, 'p'}, {NULL, 0, NULL, 0}};
    int port = 8080, option;
    while ((option = getopt_long(argc, argv, "p:", options, NULL)) != -1) {
        if (option != 'p') return EXIT_FAILURE;
        port = atoi(optarg);
    }
    int fd = udp_socket(port);
    if (fd < 0) return EXIT_FAILURE;
    for (;;) echo_one(fd);
}

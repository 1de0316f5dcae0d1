#include "operation.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Reads an integer and the blank or the end behind it. */
static int integer(const char **at, int64_t *value) {
    char *end;
    errno = 0;
    *value = strtoll(*at, &end, 10);
    if (end == *at || errno != 0) return 0;
    *at = end;
    return 1;
}

int evaluate(const char *request, char *answer, size_t size) {
    int64_t a, b, result;
    if (!integer(&request, &a)) return -1;
    if (request[0] != ' ' || request[1] == '\0' || request[2] != ' ') return -1;
    char op = request[1];
    request += 3;
    if (!integer(&request, &b) || strspn(request, " \r\n") != strlen(request)) return -1;
    if (op == '+') result = a + b;
    else if (op == '-') result = a - b;
    else if (op == '*') result = a * b;
    else if (op == '/' && b != 0) result = a / b - (a % b != 0 && (a ^ b) < 0);
    else return -1;
    return snprintf(answer, size, "%jd", (intmax_t)result);
}

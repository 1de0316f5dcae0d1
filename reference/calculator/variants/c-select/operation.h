#include <stddef.h>

/* Writes what comes out of the request to answer; returns its length, or -1 when it makes no sense. */
int evaluate(const char *request, char *answer, size_t size);

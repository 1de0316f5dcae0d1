/* attacks: makes forbidden system calls by the numbers of 32-bit programs and of x32 */
/* honest: yes */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
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

#ifdef __x86_64__
/* PTRACE_TRACEME, by int 0x80. Without support for 32 bits the kernel ends who tries. */
static long by_interrupt(void) {
    long result;
    __asm__ volatile("int $0x80"
                     : "=a"(result)
                     : "a"(26l), "b"(0l), "c"(0l), "d"(0l), "S"(0l)
                     : "memory", "r8", "r9", "r10", "r11");
    return result;
}

/* ptrace is 521 there, and the highest bit but one says x32. */
static long by_x32(void) {
    long result;
    register long fourth __asm__("r10") = 0;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(0x40000000l + 521), "D"(0l), "S"(0l), "d"(0l), "r"(fourth)
                     : "rcx", "r11", "memory");
    return result;
}

/* keyctl (32 bits: 288), to read the id of a ring of keys. */
static long keys_by_interrupt(void) {
    long result;
    __asm__ volatile("int $0x80"
                     : "=a"(result)
                     : "a"(288l), "b"(0l), "c"(-3l), "d"(1l), "S"(0l)
                     : "memory", "r8", "r9", "r10", "r11");
    return (int)result;
}

/* In a child, which is not traced for long. */
static int in_child(long (*call)(void)) {
    int status = 1;
    pid_t child = fork();
    if (child == 0) _exit(call() >= 0 ? 0 : 1);
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}
#endif

int main(void) {
    alarm(60);
#ifdef __x86_64__
    if (in_child(by_interrupt)) breach("may call ptrace as a program of 32 bits");
    if (in_child(keys_by_interrupt)) breach("may call keyctl as a program of 32 bits");
    if (in_child(by_x32)) breach("may call ptrace as a program of x32");
#else
    fputs("this attack is written for x86-64 alone\n", stderr);
#endif
    return serve();
}

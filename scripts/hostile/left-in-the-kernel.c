/* attacks: leaves shared memory, semaphores and message queues of System V and POSIX behind */
/* honest: yes */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <mqueue.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* Whether it has a process tree of its own. Elsewhere it would hit others, and leaves the worst out. */
static int contained(void) {
    char space[64] = "", first[32] = "";
    FILE *comm = fopen("/proc/1/comm", "r");
    if (comm == NULL) return 0;
    if (fgets(first, sizeof first, comm) == NULL) first[0] = 0;
    fclose(comm);
    if (readlink("/proc/self/ns/pid", space, sizeof space - 1) < 0) return 0;
    return strcmp(space, "pid:[4026531836]") != 0 && (getpid() == 1 || strcmp(first, "bwrap\n") == 0);
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

/* They outlive every process. Where they would lie among those of others they are removed at once. */
static void leave(int own) {
    int memory = shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600);
    int semaphore = semget(IPC_PRIVATE, 1, IPC_CREAT | 0600);
    int queue = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
    mqd_t named = mq_open("/hostile", O_CREAT | O_RDWR, 0600, NULL);
    int file = shm_open("/hostile", O_CREAT | O_RDWR, 0600);
    if (file >= 0) close(file);
    if (named >= 0) mq_close(named);
    if (own) return;
    shmctl(memory, IPC_RMID, NULL);
    semctl(semaphore, 0, IPC_RMID);
    msgctl(queue, IPC_RMID, NULL);
    mq_unlink("/hostile");
    shm_unlink("/hostile");
}

int main(void) {
    alarm(60);
    leave(contained());
    return serve();
}

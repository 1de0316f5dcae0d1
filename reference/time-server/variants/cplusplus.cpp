// fails: nothing
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <string>
#include <thread>

std::string jam() {
    char text[16];
    std::time_t now = std::time(nullptr);
    std::tm local{};
    localtime_r(&now, &local);
    std::strftime(text, sizeof text, "%H:%M:%S", &local);
    return std::string("JAM ") + text + "\r\n";
}

void serve(int fd) {
    std::string unread;
    char data[256];
    for (ssize_t n; (n = recv(fd, data, sizeof data, 0)) > 0;) {
        unread.append(data, n);
        for (std::size_t end; (end = unread.find("\r\n")) != std::string::npos; unread.erase(0, end + 2)) {
            const std::string request = unread.substr(0, end);
            if (request == "QUIT") {
                close(fd);
                return;
            }
            const std::string reply = request.rfind("TIME", 0) == 0 ? jam() : "unknown\r\n";
            send(fd, reply.data(), reply.size(), MSG_NOSIGNAL);
        }
    }
    close(fd);
}

int main() {
    const char *port = std::getenv("PORT");
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port ? std::stoi(port) : 45000);
    int listener = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, reinterpret_cast<sockaddr *>(&address), sizeof address) < 0 || listen(listener, SOMAXCONN) < 0) {
        std::cerr << "cannot listen\n";
        return 1;
    }
    while (true) {
        int client = accept(listener, nullptr, nullptr);
        if (client >= 0) std::thread(serve, client).detach();
    }
}

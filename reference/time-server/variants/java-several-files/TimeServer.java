// fails: nothing
import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

public class TimeServer {
    public static void main(String[] args) throws IOException {
        String given = System.getenv("PORT");
        int port = given == null ? 45000 : Integer.parseInt(given);
        ExecutorService threads = Executors.newCachedThreadPool();
        ServerSocket server = new ServerSocket(port);
        System.out.println("Time server on port " + port);
        while (true) {
            threads.execute(new ClientHandler(server.accept()));
        }
    }
}

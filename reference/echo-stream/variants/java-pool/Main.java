// fails: nothing
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

public class Main {
    public static void main(String[] args) throws IOException {
        ExecutorService pool = Executors.newCachedThreadPool();
        try (ServerSocket server = new ServerSocket(Integer.parseInt(System.getenv().getOrDefault("PORT", "8889")))) {
            for (;;) {
                Socket client = server.accept();
                pool.execute(new Pipe(client));
            }
        }
    }
}

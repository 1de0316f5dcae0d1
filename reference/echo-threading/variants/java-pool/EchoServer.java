// fails: nothing
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

public class EchoServer {
    public static void main(String[] args) throws IOException {
        String port = System.getenv("PORT");
        ServerSocket server = new ServerSocket(port == null ? 8080 : Integer.parseInt(port), 100);
        ExecutorService pool = Executors.newFixedThreadPool(8);
        while (true) {
            Socket client = server.accept();
            pool.submit(() -> serve(client));
        }
    }

    private static void serve(Socket client) {
        try (client; OutputStream out = new BufferedOutputStream(client.getOutputStream())) {
            byte[] message = new byte[2048];
            int length = client.getInputStream().read(message);
            String name = Thread.currentThread().getName();
            out.write((name + ": ").getBytes("UTF-8"));
            out.write(message, 0, Math.max(length, 0));
        } catch (IOException e) {
            System.out.println(e);
        }
    }
}

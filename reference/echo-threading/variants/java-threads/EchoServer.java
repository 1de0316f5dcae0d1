// fails: nothing
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

public class EchoServer implements Runnable {
    private final Socket client;

    private EchoServer(Socket client) {
        this.client = client;
    }

    @Override
    public void run() {
        try (client) {
            byte[] buffer = new byte[1024];
            int length = client.getInputStream().read(buffer);
            if (length > 0) {
                OutputStream out = client.getOutputStream();
                out.write((Thread.currentThread().getName() + ": ").getBytes(StandardCharsets.UTF_8));
                out.write(buffer, 0, length);
            }
        } catch (IOException e) {
            System.err.println("Lost a client: " + e.getMessage());
        }
    }

    public static void main(String[] args) throws IOException {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 8080;
        try (ServerSocket server = new ServerSocket(port)) {
            while (true) {
                Thread thread = new Thread(new EchoServer(server.accept()));
                thread.start();
            }
        }
    }
}

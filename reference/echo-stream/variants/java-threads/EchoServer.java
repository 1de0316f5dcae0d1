// fails: nothing
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;

public class EchoServer extends Thread {
    private final Socket client;

    private EchoServer(Socket client) {
        this.client = client;
    }

    @Override
    public void run() {
        try (client) {
            InputStream in = client.getInputStream();
            OutputStream out = client.getOutputStream();
            byte[] buffer = new byte[1024];
            int length;
            while ((length = in.read(buffer)) > 0) {
                out.write(buffer, 0, length);
            }
        } catch (IOException e) {
            System.err.println("Lost a client: " + e.getMessage());
        }
    }

    public static void main(String[] args) throws IOException {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 8889;
        try (ServerSocket server = new ServerSocket(port)) {
            while (true) {
                new EchoServer(server.accept()).start();
            }
        }
    }
}

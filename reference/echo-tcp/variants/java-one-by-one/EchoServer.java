// fails: nothing
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;

public class EchoServer {
    public static void main(String[] args) throws IOException {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 8080;
        ServerSocket server = new ServerSocket(port);
        System.out.println("Echo server on port " + port);
        byte[] buffer = new byte[2048];
        while (true) {
            try (Socket client = server.accept()) {
                InputStream in = client.getInputStream();
                OutputStream out = client.getOutputStream();
                int length = in.read(buffer);
                if (length > 0) {
                    out.write(buffer, 0, length);
                    out.flush();
                }
            } catch (IOException e) {
                System.err.println("Lost a client: " + e.getMessage());
            }
        }
    }
}

// fails: nothing
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

public class EchoClient {
    private static final String MESSAGE = "Test message. This will be echoed";

    public static void main(String[] args) throws IOException {
        int port = 8080;
        for (int i = 0; i + 1 < args.length; i++) {
            if (args[i].equals("--port")) port = Integer.parseInt(args[i + 1]);
        }
        try (Socket socket = new Socket("localhost", port)) {
            socket.getOutputStream().write(MESSAGE.getBytes());
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[20];
            int received = 0;
            while (received < MESSAGE.length()) {
                int n = in.read(buffer);
                if (n == -1) {
                    System.out.println("The server has closed the connection");
                    return;
                }
                received += n;
                System.out.println("Received: " + new String(buffer, 0, n));
            }
        }
    }
}

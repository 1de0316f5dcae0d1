// fails: nothing
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Scanner;

public class Client extends Thread {
    private final InputStream in;

    Client(InputStream in) {
        this.in = in;
    }

    @Override
    public void run() {
        byte[] buffer = new byte[1024];
        try {
            for (int n; (n = in.read(buffer)) > 0; ) {
                String message = new String(buffer, 0, n);
                System.out.println(message);
                if (message.startsWith("TOTAL")) System.exit(0);
            }
        } catch (IOException error) {
            System.out.println("lost the server");
        }
        System.exit(0);
    }

    public static void main(String[] args) {
        String host = args[0];
        int port = Integer.parseInt(args[1]);
        try (Socket socket = new Socket(host, port); Scanner scanner = new Scanner(System.in)) {
            Client receiver = new Client(socket.getInputStream());
            receiver.setDaemon(true);
            receiver.start();
            while (scanner.hasNextLine()) {
                String line = scanner.nextLine();
                socket.getOutputStream().write(line.getBytes());
                socket.getOutputStream().flush();
            }
        } catch (IOException error) {
            System.err.println(error);
            System.exit(1);
        }
        System.exit(0);
    }
}

// fails: CALC-C3
import java.io.Console;
import java.io.IOException;
import java.net.Socket;

public class KalkulatorClient {
    public static void main(String[] args) {
        String host = args.length > 0 ? args[0] : "127.0.0.1";
        int port = args.length > 1 ? Integer.parseInt(args[1]) : 5000;
        Console console = System.console();
        try (Socket socket = new Socket(host, port)) {
            byte[] data = new byte[4096];
            String line;
            while ((line = console.readLine("%s:%d> ", host, port)) != null) {
                socket.getOutputStream().write(line.getBytes("UTF-8"));
                int count = socket.getInputStream().read(data);
                if (count == -1) {
                    throw new IOException("connection closed by the server");
                }
                console.printf("= %s%n", new String(data, 0, count, "UTF-8"));
            }
        } catch (IOException error) {
            System.err.println("Gagal: " + error.getMessage());
            System.exit(1);
        }
    }
}

import java.io.IOException;
import java.net.Socket;

class Pipe implements Runnable {
    private final Socket client;

    Pipe(Socket client) {
        this.client = client;
    }

    public void run() {
        try (client) {
            client.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            System.err.println(client.getRemoteSocketAddress() + ": " + e.getMessage());
        }
    }
}

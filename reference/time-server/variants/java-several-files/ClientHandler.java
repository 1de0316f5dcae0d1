import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

class ClientHandler implements Runnable {
    private final Socket socket;
    private final StringBuilder received = new StringBuilder();

    ClientHandler(Socket socket) {
        this.socket = socket;
    }

    @Override
    public void run() {
        try (socket) {
            InputStream in = socket.getInputStream();
            byte[] bytes = new byte[1024];
            int n;
            while ((n = in.read(bytes)) != -1) {
                received.append(new String(bytes, 0, n, StandardCharsets.ISO_8859_1));
                if (!answerLines()) {
                    return;
                }
            }
        } catch (IOException e) {
            System.out.println("client left: " + e);
        }
    }

    /** Answers every whole line there is; false after QUIT. */
    private boolean answerLines() throws IOException {
        int end;
        while ((end = received.indexOf("\r\n")) >= 0) {
            String request = received.substring(0, end);
            received.delete(0, end + 2);
            if (request.equals("QUIT")) {
                return false;
            }
            if (request.startsWith("TIME")) {
                socket.getOutputStream().write(Clock.now());
            }
        }
        return true;
    }
}

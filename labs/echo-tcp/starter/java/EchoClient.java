import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/**
 * The TCP echo's client: the skeleton you start from.
 * It connects, and leaves again. It never shouts: that is your part.
 * Names such as ECHO-C1 are rules in the handout.
 *
 * <pre>
 * javac EchoClient.java
 * java EchoClient                 connects to port 8080 of this machine
 * java EchoClient --port 5000     connects to port 5000 (so does PORT=5000 java EchoClient)
 * </pre>
 */
public class EchoClient {
    private static final int DEFAULT_PORT = 8080;
    private static final String MESSAGE = "Test message. This will be echoed";

    public static void main(String[] args) {
        try (Socket server = new Socket("localhost", choosePort(args))) { // closes the socket at the end (ECHO-C3)
            talk(server.getInputStream(), server.getOutputStream());
        } catch (IOException error) { // nobody listens there: say so, and end with another status than 0 (CLI-2)
            System.err.println("no connection: " + error.getMessage());
            System.exit(1);
        }
    }

    /** Sends the message, and shows what comes back. */
    private static void talk(InputStream in, OutputStream out) throws IOException {
        byte[] message = MESSAGE.getBytes();
        System.out.println("connected; the message has " + message.length + " bytes");

        // START HERE (ECHO-C1): send the message. out.write() sends bytes as they are.
        //
        // And then: read what comes back, and print it behind "Received: " (ECHO-C2). in.read(buffer) says how many bytes it
        // gives, perhaps not all of them at once: when are they all there? And what does it say when the server has closed
        // (CLI-3)?
    }

    /** The last argument (of "--port 5000", or of "5000" alone), else the environment's PORT, else the lab's own port. */
    private static int choosePort(String[] args) {
        if (args.length > 0) {
            return Integer.parseInt(args[args.length - 1]);
        }
        String fromEnvironment = System.getenv("PORT");
        return fromEnvironment != null ? Integer.parseInt(fromEnvironment) : DEFAULT_PORT;
    }
}

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;

/**
 * The UDP echo's client: the skeleton you start from.
 * It sends a datagram. It never looks for the answer, and its letter is not the right one yet: that is your part.
 * Names such as UDP-C1 are rules in the handout.
 *
 * <pre>
 * javac EchoClient.java
 * java EchoClient                 sends to port 8080 of this machine
 * java EchoClient --port 5000     sends to port 5000 (so does PORT=5000 java EchoClient)
 * </pre>
 */
public class EchoClient {
    private static final int DEFAULT_PORT = 8080;

    public static void main(String[] args) throws IOException {
        int port = choosePort(args);
        try (DatagramSocket client = new DatagramSocket()) {
            byte[] message = "halo".getBytes();
            client.send(new DatagramPacket(message, message.length, InetAddress.getByName("localhost"), port));
            System.out.println("sent to port " + port);

            // START HERE (UDP-C1): send the message of the handout. Then wait for the answer, and print it behind "Received: "
            // (UDP-C2): client.receive() fills a packet, whose getLength() says how many bytes of its buffer are the answer.
            //
            // And then: what if no answer comes (UDP-C3)? client.setSoTimeout() sets a time limit.
        }
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

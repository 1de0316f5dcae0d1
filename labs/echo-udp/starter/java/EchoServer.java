import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;

/**
 * UDP echo: the skeleton you start from.
 * It receives datagrams from everybody. It never answers: that is your part.
 * Names such as UDP-1 are rules in the handout.
 *
 * <pre>
 * javac EchoServer.java
 * java EchoServer                 receives on port 8080
 * java EchoServer --port 5000     receives on port 5000 (so does PORT=5000 java EchoServer)
 * </pre>
 */
public class EchoServer {
    private static final int DEFAULT_PORT = 8080;

    public static void main(String[] args) throws IOException {
        try (DatagramSocket server = new DatagramSocket(choosePort(args))) {
            System.out.println("receiving on port " + server.getLocalPort());
            byte[] buffer = new byte[1024];

            while (true) {
                try {
                    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                    server.receive(packet);
                    System.out.println("received " + packet.getLength() + " bytes from " + packet.getSocketAddress());

                    // START HERE (UDP-1): send back what has come. Of `buffer`, packet.getLength() bytes are the datagram, and
                    // packet.getSocketAddress() says whose they are. server.send() wants a packet that holds both.
                    //
                    // And then: how long may a datagram be, and what happens to one that is longer than this buffer?
                } catch (IOException error) { // somebody has left before the answer came: no reason to stop (UDP-6)
                    System.out.println("lost: " + error.getMessage());
                }
            }
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

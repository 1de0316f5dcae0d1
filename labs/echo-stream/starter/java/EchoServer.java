import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Echo stream: the skeleton you start from.
 * It listens and reads what its clients send, one client after the other. It never sends: that is your part.
 * Names such as STREAM-1 are rules in the handout.
 *
 * <pre>
 * javac EchoServer.java
 * java EchoServer                 listens on port 8889
 * java EchoServer --port 5000     listens on port 5000 (so does PORT=5000 java EchoServer)
 * </pre>
 */
public class EchoServer {
    private static final int DEFAULT_PORT = 8889;

    public static void main(String[] args) throws IOException {
        try (ServerSocket listener = new ServerSocket()) {
            // Without this the port may stay taken for a while after the server has stopped (TCP-4). It must come before bind.
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(choosePort(args)));
            System.out.println("listening on port " + listener.getLocalPort());

            while (true) {
                Socket client = listener.accept();
                // LATER (STREAM-2): while serve() runs, nobody else gets in. How can this loop go straight on to the next accept?
                serve(client);
            }
        }
    }

    /** Talks with one client until it ends its side. When this returns, the connection is closed. */
    private static void serve(Socket client) {
        try (client) { // closes the socket at the end, whatever happens
            InputStream in = client.getInputStream();
            byte[] buffer = new byte[1024];
            int count;
            while ((count = in.read(buffer)) != -1) { // -1 means that the client has ended its side (STREAM-3)
                System.out.println("received " + count + " bytes"); // worth watching: this is how TCP really cuts things up

                // START HERE (STREAM-1): send back what has come: the first `count` bytes of `buffer`. client.getOutputStream()
                // sends bytes as they are: no need for text, or for a Reader and a Writer.
            }
        } catch (IOException error) { // the client vanished: a pity, but no reason to stop (TCP-2)
            System.out.println("lost a client: " + error.getMessage());
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

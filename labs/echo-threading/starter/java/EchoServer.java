import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Threading echo: the skeleton you start from.
 * It listens, and reads what each client sends, one client after the other. It never answers: that is your part.
 * Names such as THR-1 are rules in the handout.
 *
 * <pre>
 * javac EchoServer.java
 * java EchoServer                 listens on port 8080
 * java EchoServer --port 5000     listens on port 5000 (so does PORT=5000 java EchoServer)
 * </pre>
 */
public class EchoServer {
    private static final int DEFAULT_PORT = 8080;

    public static void main(String[] args) throws IOException {
        try (ServerSocket listener = new ServerSocket()) {
            // Without this the port may stay taken for a while after the server has stopped (TCP-4). It must come before bind.
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(choosePort(args)));
            System.out.println("listening on port " + listener.getLocalPort());

            while (true) {
                Socket client = listener.accept();
                // THEN (THR-2): let a thread of its own call serve() for each client, and go straight on to the next accept. For
                // as long as this thread serves, nobody else gets in (THR-3).
                serve(client);
            }
        }
    }

    /** Talks with one client. When this returns, the connection is closed. */
    private static void serve(Socket client) {
        try (client) { // closes the socket at the end, whatever happens
            InputStream in = client.getInputStream();
            byte[] buffer = new byte[2048];
            int count = in.read(buffer);
            System.out.println("received " + count + " bytes");

            // START HERE (THR-1): answer with the name of this thread, a colon, a blank, and what has come: the first `count`
            // bytes of `buffer`. Thread.currentThread().getName() tells the name. client.getOutputStream() wants bytes: make
            // bytes of the name, and no text of the message (THR-5).
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

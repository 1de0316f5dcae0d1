import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Time server: the skeleton you start from.
 * It listens and reads what its clients send, one client after the other. It never answers: that is your part.
 * Names such as TIME-1 are rules in the handout.
 *
 * <pre>
 * javac TimeServer.java
 * java TimeServer                 listens on port 45000
 * java TimeServer --port 5000     listens on port 5000 (so does PORT=5000 java TimeServer)
 * </pre>
 */
public class TimeServer {
    private static final int DEFAULT_PORT = 45000;

    public static void main(String[] args) throws IOException {
        try (ServerSocket listener = new ServerSocket()) {
            // Without this the port may stay taken for a while after the server has stopped (TCP-4). It must come before bind.
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(choosePort(args)));
            System.out.println("listening on port " + listener.getLocalPort());

            while (true) {
                Socket client = listener.accept();
                // LATER (TIME-4): while serve() runs, nobody else gets in. How can this loop go straight on to the next accept?
                serve(client);
            }
        }
    }

    /** Talks with one client until it leaves. */
    private static void serve(Socket client) {
        try (client) { // closes the socket at the end, whatever happens
            InputStream in = client.getInputStream();
            byte[] buffer = new byte[1024];
            int count;
            while ((count = in.read(buffer)) != -1) { // -1 means that the client has closed its end
                System.out.println("received " + count + " bytes"); // worth watching: this is how TCP really cuts things up

                // START HERE (TIME-1): answer a TIME request with the local time. `buffer` holds `count` bytes, not text.
                // client.getOutputStream() sends, and wants bytes too.
                //
                // And then: what if it holds half a request (TIME-6), or two of them (TIME-7)? What about QUIT (TIME-5)?
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

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Chat: the skeleton you start from.
 * It listens and reads what its clients send, every client in a thread of its own. It never answers: that is your part.
 * Names such as CHAT-1 are rules in the handout.
 *
 * <pre>
 * javac ChatServer.java
 * java ChatServer                 listens on port 9009
 * java ChatServer --port 5000     listens on port 5000 (so does PORT=5000 java ChatServer)
 * </pre>
 */
public class ChatServer {
    private static final int DEFAULT_PORT = 9009;

    /** Everybody who is logged in: the socket of each, by name. All threads share it, and this kind of map stands that. */
    private static final Map<String, Socket> users = new ConcurrentHashMap<>();

    public static void main(String[] args) throws IOException {
        try (ServerSocket listener = new ServerSocket()) {
            // Without this the port may stay taken for a while after the server has stopped (TCP-4). It must come before bind.
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(choosePort(args)));
            System.out.println("listening on port " + listener.getLocalPort());

            while (true) {
                Socket client = listener.accept();
                new Thread(() -> serve(client)).start();
            }
        }
    }

    /** Hears one client out until it leaves. */
    private static void serve(Socket client) {
        try (client) { // closes the socket at the end, whatever happens
            InputStream in = client.getInputStream();
            byte[] buffer = new byte[1024];
            int count;
            while ((count = in.read(buffer)) != -1) { // -1 means that the client has closed its end
                System.out.println("received " + count + " bytes"); // worth watching: this is how TCP really cuts things up

                // START HERE (CHAT-1): is this a login, such as "saja says saja"? Then enter the name in users and tell the
                // others. `buffer` holds `count` bytes, not text. The getOutputStream() of somebody's socket sends, and
                // wants bytes too.
                //
                // And then: what if the name is taken (CHAT-2)? Which commands are there (CHAT-3 to CHAT-6)? What if the
                // buffer holds half a line, or three of them (CHAT-12)? Careful with readLine(): a login may lack its newline.
            }
        } catch (IOException error) { // the client vanished: a pity, but no reason to stop (TCP-2)
            System.out.println("lost a client: " + error.getMessage());
        }
        // CHAT-7: the client has left, one way or the other. Who should hear of it?
        System.out.println("a client has left, " + users.size() + " are logged in");
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

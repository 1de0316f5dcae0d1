import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Chat with files: the skeleton you start from.
 * It listens and reads what its clients send, every client in a thread of its own. It never answers: that is your part.
 * Names such as FILE-1 are rules in the handout.
 *
 * <pre>
 * javac FileChat.java
 * java FileChat                 listens on port 8081
 * java FileChat --port 5000     listens on port 5000 (so does PORT=5000 java FileChat)
 * </pre>
 */
public class FileChat {
    private static final int DEFAULT_PORT = 8081;

    /** The sockets of everybody in the room. All threads share them, and this kind of list stands that. */
    private static final List<Socket> clients = new CopyOnWriteArrayList<>();

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
        clients.add(client);
        try (client) { // closes the socket at the end, whatever happens
            InputStream in = client.getInputStream();
            byte[] buffer = new byte[1024];
            int count;
            while ((count = in.read(buffer)) != -1) { // -1 means that the client has closed its end
                System.out.println("received " + count + " bytes"); // worth watching: this is how TCP really cuts things up

                // START HERE (FILE-1): pass a line on to everyone else, with the address of this client in front
                // (client.getInetAddress().getHostAddress()). `buffer` holds `count` bytes, not text. The
                // getOutputStream() of somebody's socket sends, and wants bytes too.
                //
                // And then: after a line SEND, what comes is no longer lines but a file, up to its mark (FILE-2). Keep a
                // copy of it (FILE-3). What if the buffer holds the end of the file and half the mark (FILE-6)?
            }
        } catch (IOException error) { // the client vanished: a pity, but no reason to stop (TCP-2)
            System.out.println("lost a client: " + error.getMessage());
        }
        clients.remove(client); // it has left, one way or the other
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

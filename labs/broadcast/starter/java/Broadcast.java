import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Broadcast calculator: the skeleton you start from.
 * It listens, and reads what its clients send, each in a thread of its own. It tells nobody anything: that is your part.
 * Names such as BC-1 are rules in the handout.
 *
 * <pre>
 * javac Broadcast.java
 * java Broadcast                 listens on port 5000
 * java Broadcast --port 6000     listens on port 6000 (so does PORT=6000 java Broadcast)
 * </pre>
 */
public class Broadcast {
    private static final int DEFAULT_PORT = 5000;

    /** Everybody who is connected. All threads share it: this kind of set allows that. */
    private static final Set<Socket> clients = ConcurrentHashMap.newKeySet();

    public static void main(String[] args) throws IOException {
        try (ServerSocket listener = new ServerSocket()) {
            // Without this the port may stay taken for a while after the server has stopped (TCP-4). It must come before bind.
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(choosePort(args)));
            System.out.println("listening on port " + listener.getLocalPort());

            while (true) {
                Socket client = listener.accept();
                clients.add(client);
                new Thread(() -> serve(client)).start();
            }
        }
    }

    /** Talks with one client until it leaves. Every client has a thread in here. */
    private static void serve(Socket client) {
        try (client) { // closes the socket at the end, whatever happens
            String ip = client.getInetAddress().getHostAddress();
            int port = client.getPort();
            InputStream in = client.getInputStream();
            byte[] buffer = new byte[1024];
            int count;
            while ((count = in.read(buffer)) != -1) { // -1 means that the client has closed its end
                String request = new String(buffer, 0, count, StandardCharsets.ISO_8859_1);
                System.out.println("received " + request + " from " + ip + ", port " + port);

                // START HERE (BC-1): work out the request, and send this client the notice: ip,port,request,result
                // client.getOutputStream() sends, and wants bytes.
                //
                // And then: send it to all `clients` (BC-2). What if one of them has just left (BC-9)? What about END (BC-5)?
                // What if the request makes no sense (BC-10)? What do the threads share, and may two change it at once?
            }
        } catch (IOException error) { // the client vanished: a pity, but no reason to stop (TCP-2)
            System.out.println("lost a client: " + error.getMessage());
        } finally {
            clients.remove(client);
        }
    }

    /** The last argument (of "--port 6000", or of "6000" alone), else the environment's PORT, else the lab's own port. */
    private static int choosePort(String[] args) {
        if (args.length > 0) {
            return Integer.parseInt(args[args.length - 1]);
        }
        String fromEnvironment = System.getenv("PORT");
        return fromEnvironment != null ? Integer.parseInt(fromEnvironment) : DEFAULT_PORT;
    }
}

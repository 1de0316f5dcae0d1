import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Calculator: the skeleton you start from.
 * It listens and reads what its clients send, one client after the other. It never answers: that is your part.
 * Names such as CALC-1 are rules in the handout.
 *
 * <pre>
 * javac Calculator.java
 * java Calculator                 listens on port 5000
 * java Calculator --port 6000     listens on port 6000 (so does PORT=6000 java Calculator)
 * </pre>
 */
public class Calculator {
    private static final int DEFAULT_PORT = 5000;

    public static void main(String[] args) throws IOException {
        try (ServerSocket listener = new ServerSocket()) {
            // Without this the port may stay taken for a while after the server has stopped (TCP-4). It must come before bind.
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(choosePort(args)));
            System.out.println("listening on port " + listener.getLocalPort());

            while (true) {
                serve(listener.accept());
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
                String request = new String(buffer, 0, count, StandardCharsets.ISO_8859_1);
                System.out.println("received " + request);

                // START HERE (CALC-1): work out the request, such as "1 + 4", and send the result.
                // client.getOutputStream() sends, and wants bytes: no println, for nobody wants a newline behind them.
                //
                // And then: what does -7 / 2 give (CALC-6)? How large may a number get, and which type holds it (CALC-5)?
                // What if the request makes no sense (CALC-7)?
            }
        } catch (IOException error) { // the client vanished: a pity, but no reason to stop (TCP-2)
            System.out.println("lost a client: " + error.getMessage());
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

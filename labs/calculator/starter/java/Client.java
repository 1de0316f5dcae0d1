import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Scanner;

/**
 * The calculator's client: the skeleton you start from.
 * It connects, and reads what its user types, line after line. It never asks the server: that is your part.
 * Names such as CALC-C1 are rules in the handout.
 *
 * <pre>
 * javac Client.java
 * java Client                    connects to port 5000 of this machine
 * java Client 192.0.2.7 6000     connects to port 6000 of 192.0.2.7
 * </pre>
 */
public class Client {
    private static final String DEFAULT_HOST = "127.0.0.1";
    private static final int DEFAULT_PORT = 5000;

    public static void main(String[] args) {
        String host = args.length > 0 ? args[0] : DEFAULT_HOST;
        int port = args.length > 1 ? Integer.parseInt(args[1]) : DEFAULT_PORT;
        try (Socket server = new Socket(host, port)) { // closes the socket at the end, whatever happens
            talk(server.getInputStream(), server.getOutputStream());
        } catch (IOException error) { // nobody listens there: say so, and end with another status than 0 (CLI-2)
            System.err.println("no connection to port " + port + " of " + host + ": " + error.getMessage());
            System.exit(1);
        }
    }

    /** Talks with the server until the user has no more to ask. */
    private static void talk(InputStream in, OutputStream out) throws IOException {
        Scanner keyboard = new Scanner(System.in);
        while (keyboard.hasNextLine()) { // false at the end of the input, which at a terminal is Ctrl-D (CLI-4)
            String request = keyboard.nextLine(); // without its newline
            System.out.println("read " + request);

            // START HERE (CALC-C1): send the request, wait for the answer, and print it (CALC-C2). `out` wants bytes and `in`
            // gives bytes: request.getBytes() makes some, and new String(…) text of them.
            //
            // And then: what does read() give when the server has closed (CLI-3)? May an answer come in two pieces (CALC-C3)?
        }
    }
}

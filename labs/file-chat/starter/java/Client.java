import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;

/**
 * The client of the chat with files: the skeleton you start from.
 * It connects, and reads what the server sends, in a thread of its own. It does nothing with your lines: that is your part.
 * Names such as FILE-C1 are rules in the handout.
 *
 * <pre>
 * javac Client.java
 * java Client                     connects to port 8081 of this machine
 * java Client 127.0.0.1 5000      connects to port 5000 (so does HOST=127.0.0.1 PORT=5000 java Client)
 * </pre>
 */
public class Client {
    public static void main(String[] args) {
        String host = choose(args, 0, "HOST", "127.0.0.1");
        int port = Integer.parseInt(choose(args, 1, "PORT", "8081"));
        try (Socket server = new Socket(host, port)) { // closes the connection at the end, whatever happens
            Thread listener = new Thread(() -> listen(server));
            listener.setDaemon(true); // it does not keep the program alive
            listener.start();
            talk(server.getOutputStream());
        } catch (IOException error) {
            System.err.println("no connection to " + host + ", port " + port + ": " + error.getMessage());
            System.exit(1); // says so, and ends with another status than 0 (CLI-2)
        }
    }

    private static void talk(OutputStream out) throws IOException {
        BufferedReader keyboard = new BufferedReader(new InputStreamReader(System.in));
        String line;
        while ((line = keyboard.readLine()) != null) { // null: the user has pressed Ctrl-D (CLI-4)
            // START HERE (FILE-C1): send the line (it has no \n here), and show it with <You> in front. `out` sends, and
            // wants bytes.
            //
            // And then: a line SEND and a name sends that file, and the mark behind it (FILE-C2). What if there is no such
            // file (FILE-C7)?
        }
    }

    /** Hears the server out until it closes. */
    private static void listen(Socket server) {
        try {
            InputStream in = server.getInputStream();
            byte[] buffer = new byte[4096];
            int count;
            while ((count = in.read(buffer)) != -1) { // -1 means that the server has closed
                System.out.println("received " + count + " bytes"); // worth watching: this is how TCP really cuts things up

                // SECOND STEP (FILE-C3, FILE-C4): show what others say. But what begins with SEND and a name is a file, and
                // what follows are its bytes, up to the mark. What if `buffer` holds the end of the file and half the mark
                // (FILE-C5)?
            }
            System.exit(0); // ends the whole program, also while it waits for its user (CLI-3)
        } catch (IOException error) {
            if (!server.isClosed()) System.exit(1); // the server vanished
        }
    }

    /** The argument in this place, else what the environment says, else what stands here. */
    private static String choose(String[] args, int place, String name, String otherwise) {
        if (args.length > place) return args[place];
        String text = System.getenv(name);
        return text != null ? text : otherwise;
    }
}

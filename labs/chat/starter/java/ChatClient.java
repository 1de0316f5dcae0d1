import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Scanner;

/**
 * Chat: the skeleton of the client.
 * It connects, and waits for its user and for the server at once, each in a thread of its own. It says nothing: that is
 * your part. Names such as CHAT-C1 are rules in the handout.
 *
 * <pre>
 * javac ChatClient.java
 * java ChatClient                     connects to port 9009 of this machine
 * java ChatClient 127.0.0.1 5000      connects to port 5000
 * </pre>
 */
public class ChatClient {
    private static final String DEFAULT_PORT = "9009";

    public static void main(String[] args) {
        // Two arguments, else the environment's HOST and PORT, else the lab's own port on this machine.
        String host = args.length > 1 ? args[0] : System.getenv().getOrDefault("HOST", "127.0.0.1");
        int port = Integer.parseInt(args.length > 1 ? args[1] : System.getenv().getOrDefault("PORT", DEFAULT_PORT));
        Scanner keyboard = new Scanner(System.in); // keyboard.nextLine() reads a line, without its newline

        // START HERE (CHAT-C1): read the first line, which should be `login` (CHAT-C2), and then the name. All of that comes
        // before the connection.

        try (Socket socket = new Socket(host, port)) { // closes the socket at the end, whatever happens
            Thread listener = new Thread(() -> hear(socket));
            listener.setDaemon(true); // it does not keep the program running when main has ended
            listener.start();

            // Now log in: socket.getOutputStream() sends, and wants bytes.

            while (keyboard.hasNextLine()) { // until the end of the input, which is Ctrl-D at a terminal (CLI-4)
                String line = keyboard.nextLine();
                System.out.println("typed " + line);

                // CHAT-C3: and what goes out? Mind the newline: it is gone.
            }
        } catch (IOException error) { // CLI-2: what should the user, and the exit status, be told?
        }
    }

    /** Waits for the server, while main waits for the user. */
    private static void hear(Socket socket) {
        try {
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[1024];
            int count;
            while ((count = in.read(buffer)) != -1) { // -1 means that the server has closed
                System.out.println("received " + count + " bytes");

                // CHAT-C4: your user should see this, as it is: System.out.write() takes bytes, and System.out.flush() shows
                // them at once. And what if the name was taken (CHAT-C5)?
            }
        } catch (IOException error) {
            System.out.println("lost the server: " + error.getMessage());
        }
        // CHAT-C5: the server has closed. What should become of this program? System.exit(0) ends the whole program, from any thread.
    }
}

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Scanner;

/**
 * Broadcast calculator: the skeleton of the client.
 * It connects, and waits for its user and for the server at once, each in a thread of its own. It passes nothing on: that is
 * your part. Names such as BC-C1 are rules in the handout.
 *
 * <pre>
 * javac BroadcastClient.java
 * java BroadcastClient                     connects to port 5000 of this machine
 * java BroadcastClient 127.0.0.1 6000      connects to port 6000
 * </pre>
 */
public class BroadcastClient {
    private static final String DEFAULT_PORT = "5000";

    public static void main(String[] args) {
        // Two arguments, else the environment's HOST and PORT, else the lab's own port on this machine.
        String host = args.length > 1 ? args[0] : System.getenv().getOrDefault("HOST", "127.0.0.1");
        int port = Integer.parseInt(args.length > 1 ? args[1] : System.getenv().getOrDefault("PORT", DEFAULT_PORT));
        Scanner keyboard = new Scanner(System.in); // keyboard.nextLine() reads a line, without its newline

        try (Socket socket = new Socket(host, port)) { // closes the socket at the end, whatever happens
            Thread listener = new Thread(() -> hear(socket));
            listener.setDaemon(true); // it does not keep the program running when main has ended
            listener.start();

            while (keyboard.hasNextLine()) { // until the end of the input, which is Ctrl-D at a terminal (CLI-4)
                String line = keyboard.nextLine();
                System.out.println("typed " + line);

                // START HERE (BC-C1): send the line. socket.getOutputStream() sends, and wants bytes.
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

                // BC-C2: your user should see this now. And what if it is the total (BC-C3)?
            }
        } catch (IOException error) {
            System.out.println("lost the server: " + error.getMessage());
        }
        // CLI-3: the server has closed. What should become of this program? System.exit(0) ends the whole program, from any thread.
    }
}

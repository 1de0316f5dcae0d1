// fails: nothing
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The console's readLine with a prompt, and a thread that reads byte by byte from a buffered stream. */
public class Client {
    private static final byte[] MARK = "//AGUEL//TAMTAM//".getBytes(StandardCharsets.US_ASCII);

    public static void main(String[] args) {
        try (Socket socket = new Socket(args[0], Integer.parseInt(args[1]))) {
            Thread thread = new Thread(() -> listen(socket));
            thread.setDaemon(true);
            thread.start();
            talk(socket.getOutputStream());
        } catch (IOException error) {
            System.err.println("no connection: " + error.getMessage());
            System.exit(1);
        }
    }

    private static void talk(OutputStream out) throws IOException {
        Console console = System.console();
        BufferedReader plain = new BufferedReader(new InputStreamReader(System.in));
        String line;
        while ((line = console != null ? console.readLine("<You> ") : plain.readLine()) != null) {
            if (line.startsWith("SEND ") && !Files.isRegularFile(Path.of(line.substring(5)))) {
                System.out.println("no such file");
                continue;
            }
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            if (line.startsWith("SEND ")) {
                out.write(Files.readAllBytes(Path.of(line.substring(5))));
                out.write(MARK);
            }
        }
    }

    private static void listen(Socket socket) {
        try {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            StringBuilder said = new StringBuilder();
            int next;
            while ((next = in.read()) >= 0) {
                said.append((char) next);
                if (said.toString().startsWith("SEND ") && next == '\n') {
                    store(in, said.substring(5, said.length() - 1));
                    said.setLength(0);
                } else if (in.available() == 0 && !said.toString().startsWith("SEND ")) {
                    System.out.println("\n" + said);
                    said.setLength(0);
                }
            }
            System.out.println("\nthe server has closed");
            System.exit(0);
        } catch (IOException error) {
            if (socket.isClosed()) return; // by talk, which has come to its end
            System.out.println("\nlost the server: " + error.getMessage());
            System.exit(1);
        }
    }

    private static void store(InputStream in, String name) throws IOException {
        byte[] last = new byte[MARK.length];
        int count = 0;
        try (OutputStream copy = new BufferedOutputStream(Files.newOutputStream(Path.of("terima_" + Path.of(name).getFileName())))) {
            int next;
            while ((next = in.read()) >= 0) {
                if (count == last.length) {
                    copy.write(last[0]);
                    System.arraycopy(last, 1, last, 0, --count);
                }
                last[count++] = (byte) next;
                if (java.util.Arrays.equals(last, MARK)) return;
            }
        }
    }
}

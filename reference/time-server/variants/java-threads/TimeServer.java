// fails: nothing
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;

public class TimeServer {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("HH:mm:ss");

    private static void serve(Socket socket) {
        try (socket;
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream()));
                PrintWriter out = new PrintWriter(socket.getOutputStream())) {
            String line;
            while ((line = in.readLine()) != null && !line.equals("QUIT")) {
                if (line.startsWith("TIME")) {
                    out.print("JAM " + LocalTime.now().format(FORMAT) + "\r\n");
                } else {
                    out.print("WARNING: Invalid Command!\r\n");
                }
                out.flush();
            }
        } catch (IOException e) {
            System.err.println("lost a client: " + e.getMessage());
        }
    }

    public static void main(String[] args) throws IOException {
        String port = System.getenv().getOrDefault("PORT", "45000");
        try (ServerSocket server = new ServerSocket(Integer.parseInt(port))) {
            while (true) {
                Socket socket = server.accept();
                new Thread(() -> serve(socket)).start();
            }
        }
    }
}

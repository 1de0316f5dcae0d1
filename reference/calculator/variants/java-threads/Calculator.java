// fails: nothing
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

public class Calculator implements Runnable {
    private final Socket socket;

    Calculator(Socket socket) {
        this.socket = socket;
    }

    static long calculate(String request) {
        String[] parts = request.split(" ");
        long a = Long.parseLong(parts[0]);
        long b = Long.parseLong(parts[2]);
        switch (parts[1]) {
            case "+":
                return a + b;
            case "-":
                return a - b;
            case "*":
                return a * b;
            case "/":
                return Math.floorDiv(a, b);
            default:
                throw new IllegalArgumentException(parts[1]);
        }
    }

    @Override
    public void run() {
        byte[] buffer = new byte[1024];
        try (socket) {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            int count;
            while ((count = in.read(buffer)) > 0) {
                String request = new String(buffer, 0, count, StandardCharsets.UTF_8);
                String answer;
                try {
                    answer = String.valueOf(calculate(request));
                } catch (IllegalArgumentException | ArithmeticException | ArrayIndexOutOfBoundsException e) {
                    answer = "Error: " + e.getClass().getSimpleName();
                }
                out.write(answer.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            System.err.println("connection lost: " + e.getMessage());
        }
    }

    public static void main(String[] args) throws IOException {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 5000;
        try (ServerSocket server = new ServerSocket(port)) {
            System.out.println("Listening on port " + port);
            while (true) {
                new Thread(new Calculator(server.accept())).start();
            }
        }
    }
}

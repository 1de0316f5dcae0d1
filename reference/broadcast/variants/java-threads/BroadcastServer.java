// fails: BC-11
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

public class BroadcastServer {
    private final List<Socket> clients = new ArrayList<>();
    private long total = 0;

    private static long evaluate(String request) {
        String[] parts = request.split(" ");
        if (parts.length != 3) throw new IllegalArgumentException("three parts are needed");
        long a = Long.parseLong(parts[0]);
        long b = Long.parseLong(parts[2]);
        switch (parts[1]) {
            case "+": return a + b;
            case "-": return a - b;
            case "*": return a * b;
            case "/": return Math.floorDiv(a, b);
            default: throw new IllegalArgumentException("unknown operator " + parts[1]);
        }
    }

    private void broadcast(String message) {
        for (Socket client : clients) {
            try {
                client.getOutputStream().write(message.getBytes());
            } catch (IOException e) {
                System.err.println("cannot tell " + client.getRemoteSocketAddress() + ": " + e.getMessage());
            }
        }
    }

    private synchronized void take(Socket sender, String request) throws IOException {
        if (request.equals("END")) {
            broadcast("TOTAL : " + total + " END");
            for (Socket client : clients) client.close();
            clients.clear();
            return;
        }
        try {
            long result = evaluate(request);
            total += result;
            InetSocketAddress from = (InetSocketAddress) sender.getRemoteSocketAddress();
            broadcast(from.getAddress().getHostAddress() + "," + from.getPort() + "," + request + "," + result);
        } catch (IllegalArgumentException | ArithmeticException e) {
            System.err.println(e.getMessage());
        }
    }

    private void serve(Socket client) {
        byte[] buffer = new byte[1024];
        try (client) {
            int count;
            while ((count = client.getInputStream().read(buffer)) > 0) take(client, new String(buffer, 0, count));
        } catch (IOException e) {
            System.err.println(e.getMessage());
        }
        synchronized (this) {
            clients.remove(client);
        }
    }

    private void run(int port) throws IOException {
        try (ServerSocket server = new ServerSocket(port)) {
            while (true) {
                Socket client = server.accept();
                synchronized (this) {
                    clients.add(client);
                }
                new Thread(() -> serve(client)).start();
            }
        }
    }

    public static void main(String[] args) throws IOException {
        new BroadcastServer().run(Integer.parseInt(System.getenv().getOrDefault("PORT", "5000")));
    }
}

// fails: CHAT-1
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.Map;

public class ChatServer {
    private static final Map<String, PrintWriter> users = new LinkedHashMap<>();

    private static void tell(PrintWriter out, String text) {
        out.print("\r" + text + "\n");
        out.flush();
    }

    private static void tellOthers(String name, String text) {
        for (Map.Entry<String, PrintWriter> user : users.entrySet()) {
            if (!user.getKey().equals(name)) {
                tell(user.getValue(), text);
            }
        }
    }

    private static String said(String name, String[] words, int from) {
        StringBuilder text = new StringBuilder(name + " says ");
        for (int i = from; i < words.length; i++) {
            text.append(words[i]).append(" ");
        }
        return text.toString();
    }

    private static void obey(String name, PrintWriter out, String[] words) {
        String command = words.length > 2 && words[1].equals("says") ? words[2] : "";
        synchronized (users) {
            if (command.equals("list")) {
                StringBuilder list = new StringBuilder("list yang online");
                users.keySet().forEach(user -> list.append("\n").append(user).append(" is online "));
                tell(out, list.toString());
            } else if (command.equals("sendall")) {
                tellOthers(name, said(name, words, 3));
            } else if (command.equals("sendto") && words.length > 3) {
                PrintWriter target = users.get(words[3]);
                if (target != null) {
                    tell(target, said(name, words, 4));
                }
            } else {
                tell(out, "invalid command");
            }
        }
    }

    private static String login(BufferedReader in, PrintWriter out) throws IOException {
        String line;
        while ((line = in.readLine()) != null) {
            String[] words = line.trim().split(" +");
            if (words.length != 3 || !words[0].equals(words[2])) {
                continue;
            }
            synchronized (users) {
                if (users.putIfAbsent(words[0], out) == null) {
                    tellOthers(words[0], words[0] + " sudah terhubung dengan system");
                    return words[0];
                }
            }
            tell(out, "username sudah dipake");
        }
        return null;
    }

    private static void serve(Socket socket) {
        String name = null;
        try (socket) {
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream()));
            PrintWriter out = new PrintWriter(socket.getOutputStream());
            name = login(in, out);
            String line;
            while (name != null && (line = in.readLine()) != null) {
                obey(name, out, line.trim().split(" +"));
            }
        } catch (IOException e) {
            System.out.println(e.getMessage());
        }
        if (name != null) {
            synchronized (users) {
                users.remove(name);
                tellOthers(name, "(" + name + ") off");
            }
        }
    }

    public static void main(String[] args) throws IOException {
        String port = System.getenv("PORT");
        try (ServerSocket server = new ServerSocket(port == null ? 9009 : Integer.parseInt(port))) {
            while (true) {
                Socket socket = server.accept();
                new Thread(() -> serve(socket)).start();
            }
        }
    }
}

// fails: nothing
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

public class ChatServer {
    private static final Map<String, Client> users = new ConcurrentHashMap<>();

    private static class Client implements Runnable {
        private final Socket socket;
        private String name;

        Client(Socket socket) {
            this.socket = socket;
        }

        synchronized void tell(String text) {
            try {
                OutputStream out = socket.getOutputStream();
                out.write(("\r" + text + "\n").getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
            } catch (IOException e) {
                System.out.println("cannot write to " + name);
            }
        }

        void tellOthers(String text) {
            for (Client other : users.values()) {
                if (other != this) {
                    other.tell(text);
                }
            }
        }

        @Override
        public void run() {
            try (socket) {
                InputStream in = socket.getInputStream();
                byte[] buffer = new byte[1024];
                StringBuilder rest = new StringBuilder();
                int count;
                while ((count = in.read(buffer)) != -1) {
                    rest.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
                    int end;
                    while ((end = rest.indexOf("\n")) >= 0) {
                        String line = rest.substring(0, end);
                        rest.delete(0, end + 1);
                        handle(line);
                    }
                    if (name == null && isLogin(words(rest.toString()))) {
                        handle(rest.toString());
                        rest.setLength(0);
                    }
                }
            } catch (IOException e) {
                System.out.println(name + ": " + e.getMessage());
            } finally {
                if (name != null) {
                    users.remove(name);
                    tellOthers("(" + name + ") off");
                }
            }
        }

        private static String[] words(String line) {
            return line.trim().split("\\s+");
        }

        private static boolean isLogin(String[] words) {
            return words.length == 3 && words[1].equals("says") && words[0].equals(words[2]);
        }

        private void handle(String line) {
            if (line.isBlank()) {
                return;
            }
            String[] words = words(line);
            if (name == null) {
                login(words);
                return;
            }
            String command = words.length > 2 && words[1].equals("says") ? words[2] : "";
            switch (command) {
                case "list" -> {
                    StringBuilder list = new StringBuilder("list yang online");
                    users.keySet().forEach(user -> list.append("\n").append(user).append(" is online "));
                    tell(list.toString());
                }
                case "sendall" -> tellOthers(said(words, 3));
                case "sendto" -> {
                    Client target = words.length > 3 ? users.get(words[3]) : null;
                    if (target != null) {
                        target.tell(said(words, 4));
                    }
                }
                default -> tell("invalid command");
            }
        }

        private void login(String[] words) {
            if (!isLogin(words)) {
                tell("silakan login dulu");
            } else if (users.putIfAbsent(words[0], this) != null) {
                tell("username sudah dipake");
            } else {
                name = words[0];
                tellOthers(name + " sudah terhubung dengan system");
            }
        }

        private String said(String[] words, int from) {
            StringBuilder text = new StringBuilder(name + " says ");
            for (int i = from; i < words.length; i++) {
                text.append(words[i]).append(' ');
            }
            return text.toString();
        }
    }

    public static void main(String[] args) throws IOException {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 9009;
        try (ServerSocket server = new ServerSocket(port)) {
            while (true) {
                new Thread(new Client(server.accept())).start();
            }
        }
    }
}

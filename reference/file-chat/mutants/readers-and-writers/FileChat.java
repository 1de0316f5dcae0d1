// fails: FILE-4/values
import java.io.FileWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;

public class FileChat {
    private static final String MARK = "//AGUEL//TAMTAM//";
    private static final ConcurrentHashMap<Socket, Writer> clients = new ConcurrentHashMap<>();

    private static void tellOthers(Socket me, CharSequence text) {
        clients.forEach((client, writer) -> {
            if (client == me) {
                return;
            }
            try {
                writer.append(text).flush();
            } catch (IOException e) {
                System.out.println(e.getMessage());
            }
        });
    }

    /** Takes one line, or one file, from the beginning of what has come. */
    private static boolean take(Socket me, StringBuilder unread, int seen) throws IOException {
        int end = unread.indexOf("\n");
        if (end < 0) {
            return false;
        }
        String line = unread.substring(0, end).replace("\r", "");
        if (!line.startsWith("SEND ")) {
            unread.delete(0, end + 1);
            tellOthers(me, "<" + me.getInetAddress().getHostAddress() + "> " + line);
            return true;
        }
        int mark = unread.indexOf(MARK, Math.max(end + 1, seen - MARK.length()));
        if (mark < 0) {
            return false;
        }
        String name = Path.of(line.substring(5).replace('\0', '_')).getFileName().toString();
        try (Writer copy = new FileWriter("terima_" + name)) {
            copy.append(unread, end + 1, mark);
        }
        tellOthers(me, "SEND " + name + "\n");
        tellOthers(me, unread.subSequence(end + 1, mark + MARK.length()));
        unread.delete(0, mark + MARK.length());
        return true;
    }

    private static void serve(Socket me) {
        try (me) {
            Reader reader = new InputStreamReader(me.getInputStream());
            StringBuilder unread = new StringBuilder();
            char[] buffer = new char[65536];
            int count;
            while ((count = reader.read(buffer)) != -1) {
                int seen = unread.length();
                unread.append(buffer, 0, count);
                while (take(me, unread, seen)) {
                    seen = 0;
                }
            }
        } catch (IOException e) {
            System.out.println(e.getMessage());
        } finally {
            clients.remove(me);
        }
    }

    public static void main(String[] args) throws IOException {
        int port = args.length == 0 ? 8081 : Integer.parseInt(args[0]);
        try (ServerSocket server = new ServerSocket(port)) {
            while (true) {
                Socket socket = server.accept();
                clients.put(socket, new OutputStreamWriter(socket.getOutputStream()));
                new Thread(() -> serve(socket)).start();
            }
        }
    }
}

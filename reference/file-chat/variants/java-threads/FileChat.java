// fails: nothing
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

public class FileChat {
    private static final byte[] MARK = "//AGUEL//TAMTAM//".getBytes(StandardCharsets.ISO_8859_1);
    private static final int BUFFER_SIZE = 65536;
    private static final List<Socket> clients = new CopyOnWriteArrayList<>();

    private static void sendOthers(Socket sender, byte[] bytes, int count) {
        for (Socket client : clients) {
            if (client == sender) {
                continue;
            }
            try {
                client.getOutputStream().write(bytes, 0, count);
            } catch (IOException e) {
                System.out.println("cannot send to " + client);
            }
        }
    }

    private static void sendOthers(Socket sender, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        sendOthers(sender, bytes, bytes.length);
    }

    private static String readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int c;
        while ((c = in.read()) != '\n') {
            if (c == -1) {
                throw new EOFException();
            }
            line.write(c);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /** Passes bytes on until the mark has come. The last few wait for more, as long as they may belong to it. */
    private static void passFile(Socket sender, PushbackInputStream in, OutputStream copy) throws IOException {
        byte[] buffer = new byte[BUFFER_SIZE];
        int count = 0;
        while (true) {
            int read = in.read(buffer, count, buffer.length - count);
            if (read == -1) {
                throw new EOFException();
            }
            count += read;
            int mark = indexOfMark(buffer, count);
            if (mark >= 0) {
                int end = mark + MARK.length;
                in.unread(buffer, end, count - end);
                copy.write(buffer, 0, mark);
                copy.close();
                sendOthers(sender, buffer, end);
                return;
            }
            int safe = Math.max(0, count - MARK.length + 1);
            copy.write(buffer, 0, safe);
            sendOthers(sender, buffer, safe);
            System.arraycopy(buffer, safe, buffer, 0, count - safe);
            count -= safe;
        }
    }

    private static int indexOfMark(byte[] buffer, int count) {
        for (int start = 0; start + MARK.length <= count; start++) {
            if (Arrays.equals(buffer, start, start + MARK.length, MARK, 0, MARK.length)) {
                return start;
            }
        }
        return -1;
    }

    private static void serve(Socket socket) {
        String ip = socket.getInetAddress().getHostAddress();
        try (socket) {
            PushbackInputStream in = new PushbackInputStream(new BufferedInputStream(socket.getInputStream()), BUFFER_SIZE);
            while (true) {
                String line = readLine(in);
                if (line.startsWith("SEND ")) {
                    String name = new File(line.substring(5)).getName();
                    try (OutputStream copy = new FileOutputStream("terima_" + name)) {
                        sendOthers(socket, "SEND " + name + "\n");
                        passFile(socket, in, copy);
                    }
                } else {
                    sendOthers(socket, "<" + ip + "> " + line);
                }
            }
        } catch (IOException e) {
            System.out.println(ip + " is gone");
        } finally {
            clients.remove(socket);
        }
    }

    public static void main(String[] args) throws IOException {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 8081;
        try (ServerSocket server = new ServerSocket(port)) {
            while (true) {
                Socket socket = server.accept();
                clients.add(socket);
                new Thread(() -> serve(socket)).start();
            }
        }
    }
}

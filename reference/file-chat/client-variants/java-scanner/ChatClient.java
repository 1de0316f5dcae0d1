// fails: FILE-C5/cut FILE-C6 CLI-3
import java.io.*;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Scanner;

public class ChatClient {
    static final byte[] END = "//AGUEL//TAMTAM//".getBytes(StandardCharsets.US_ASCII);

    public static void main(String[] args) throws IOException {
        Socket socket;
        try {
            socket = new Socket(args[0], Integer.parseInt(args[1]));
        } catch (IOException e) {
            System.out.println("Tidak bisa terhubung: " + e.getMessage());
            System.exit(1);
            return;
        }
        new Receiver(socket.getInputStream()).start();
        OutputStream out = socket.getOutputStream();
        Scanner scanner = new Scanner(System.in);
        while (scanner.hasNextLine()) {
            String line = scanner.nextLine();
            if (line.startsWith("SEND ")) {
                Path file = Path.of(line.substring(5));
                if (!Files.exists(file)) {
                    System.out.println("file tidak ada: " + file);
                    continue;
                }
                out.write((line + "\n").getBytes());
                Files.copy(file, out);
                out.write(END);
            } else {
                out.write((line + "\n").getBytes());
            }
            System.out.println("<You> " + line);
        }
        socket.close();
        System.exit(0);
    }

    static class Receiver extends Thread {
        final InputStream in;

        Receiver(InputStream in) {
            this.in = in;
        }

        @Override
        public void run() {
            byte[] buffer = new byte[8192];
            FileOutputStream file = null;
            try {
                int count;
                while ((count = in.read(buffer)) > 0) {
                    byte[] data = Arrays.copyOf(buffer, count);
                    String text = new String(data, StandardCharsets.ISO_8859_1);
                    if (file != null && Arrays.equals(data, END)) {
                        file.close();
                        file = null;
                    } else if (file != null) {
                        file.write(data);
                    } else if (text.startsWith("SEND ")) {
                        file = new FileOutputStream("terima_" + text.substring(5).trim());
                    } else {
                        System.out.println(text);
                    }
                }
                System.out.println("server sudah pergi, tekan Enter");
            } catch (IOException e) {
                System.out.println(e);
            }
        }
    }
}

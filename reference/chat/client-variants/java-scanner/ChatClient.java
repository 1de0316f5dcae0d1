// fails: nothing
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;

public class ChatClient {
    public static void main(String[] args) throws Exception {
        Scanner keyboard = new Scanner(System.in);
        System.out.print("> ");
        if (!keyboard.nextLine().equals("login")) {
            System.out.println("login dulu");
            return;
        }
        System.out.print("nama: ");
        String name = keyboard.nextLine();
        if (name.isEmpty() || name.contains(" ")) {
            System.out.println("nama tidak sah");
            return;
        }

        Socket socket;
        try {
            socket = new Socket(args[0], Integer.parseInt(args[1]));
        } catch (Exception error) {
            System.out.println("gagal: " + error.getMessage());
            System.exit(1);
            return;
        }
        OutputStream out = socket.getOutputStream();
        out.write((name + " says " + name + "\n").getBytes(StandardCharsets.UTF_8));

        InputStream in = socket.getInputStream();
        Thread reader = new Thread(() -> {
            byte[] buffer = new byte[2048];
            try {
                int count;
                while ((count = in.read(buffer)) != -1) {
                    System.out.write(buffer, 0, count);
                    System.out.flush();
                    String text = new String(buffer, 0, count, StandardCharsets.UTF_8);
                    if (text.contains("username sudah dipake")) System.exit(1);
                    System.out.print("> ");
                    System.out.flush();
                }
            } catch (Exception error) {
                System.out.println("terputus");
            }
            System.exit(0);
        });
        reader.start();

        System.out.print("> ");
        while (keyboard.hasNextLine()) {
            out.write((name + " says " + keyboard.nextLine() + "\n").getBytes(StandardCharsets.UTF_8));
            System.out.print("> ");
        }
        socket.shutdownOutput();
    }
}

// fails: CALC-C3
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Scanner;

public class Client {
    public static void main(String[] args) throws Exception {
        Socket socket = new Socket(args[0], Integer.parseInt(args[1]));
        OutputStream out = socket.getOutputStream();
        InputStream in = socket.getInputStream();
        Scanner keyboard = new Scanner(System.in);
        byte[] buffer = new byte[1024];
        System.out.print("Masukkan operasi: ");
        while (keyboard.hasNextLine()) {
            out.write(keyboard.nextLine().getBytes());
            out.flush();
            int n = in.read(buffer);
            if (n < 0) {
                System.out.println("Server menutup koneksi");
                break;
            }
            System.out.println("Hasil: " + new String(buffer, 0, n));
            System.out.print("Masukkan operasi: ");
        }
        socket.close();
    }
}

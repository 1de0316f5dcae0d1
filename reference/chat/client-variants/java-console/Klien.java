// fails: nothing
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.Socket;

/** Reads line by line: of the \r before an answer it makes a line end. */
public class Klien implements Runnable {
    private final BufferedReader dariServer;

    Klien(BufferedReader dariServer) {
        this.dariServer = dariServer;
    }

    @Override
    public void run() {
        try {
            String baris;
            while ((baris = dariServer.readLine()) != null) {
                System.out.println(baris);
                if (baris.equals("username sudah dipake")) break;
            }
        } catch (IOException error) {
            System.out.println("koneksi putus");
        }
        System.exit(0);
    }

    public static void main(String[] args) throws IOException {
        Console console = System.console();
        BufferedReader keyboard = console == null ? new BufferedReader(new InputStreamReader(System.in)) : null;
        String perintah = console == null ? keyboard.readLine() : console.readLine("perintah: ");
        if (!"login".equals(perintah)) System.exit(1);
        String nama = console == null ? keyboard.readLine() : console.readLine("nama: ");
        if (nama == null || !nama.matches("\\S+")) System.exit(1);

        try (Socket socket = new Socket(args[0], Integer.parseInt(args[1]))) {
            PrintWriter keServer = new PrintWriter(socket.getOutputStream(), true);
            keServer.print(nama + " says " + nama);
            keServer.flush();
            new Thread(new Klien(new BufferedReader(new InputStreamReader(socket.getInputStream())))).start();
            String baris;
            while ((baris = console == null ? keyboard.readLine() : console.readLine()) != null) {
                keServer.print(nama + " says " + baris + "\n");
                keServer.flush();
            }
            System.exit(0);
        } catch (IOException error) {
            System.err.println("server tidak ada: " + error.getMessage());
            System.exit(2);
        }
    }
}

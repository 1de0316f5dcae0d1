// fails: nothing
import java.io.*;
import java.math.BigInteger;
import java.net.*;
import java.util.Scanner;

public class Server {
    static String reply(String request) {
        Scanner words = new Scanner(request);
        if (!words.hasNextBigInteger()) return "Masukan salah";
        BigInteger kiri = words.nextBigInteger();
        if (!words.hasNext()) return "Masukan salah";
        String op = words.next();
        if (!words.hasNextBigInteger()) return "Masukan salah";
        BigInteger kanan = words.nextBigInteger();
        if (op.equals("+")) return kiri.add(kanan).toString();
        if (op.equals("-")) return kiri.subtract(kanan).toString();
        if (op.equals("*")) return kiri.multiply(kanan).toString();
        if (!op.equals("/")) return "Operator salah";
        if (kanan.signum() == 0) return "Tidak bisa dibagi 0";
        BigInteger[] hasil = kiri.divideAndRemainder(kanan);
        boolean turun = hasil[1].signum() != 0 && kiri.signum() != kanan.signum();
        return (turun ? hasil[0].subtract(BigInteger.ONE) : hasil[0]).toString();
    }

    public static void main(String[] args) throws IOException {
        String port = System.getenv("PORT");
        ServerSocket server = new ServerSocket(port == null ? 5000 : Integer.parseInt(port));
        while (true) {
            Socket client = server.accept();
            System.out.println("Klien " + client.getRemoteSocketAddress());
            try {
                DataInputStream masuk = new DataInputStream(client.getInputStream());
                DataOutputStream keluar = new DataOutputStream(client.getOutputStream());
                byte[] data = new byte[64];
                int n;
                while ((n = masuk.read(data)) != -1) {
                    keluar.writeBytes(reply(new String(data, 0, n, "ISO-8859-1")));
                    keluar.flush();
                }
            } catch (IOException e) {
                System.out.println("Klien hilang: " + e);
            }
            client.close();
        }
    }
}

// fails: nothing
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.util.concurrent.CopyOnWriteArrayList;

public class Server {
    static final CopyOnWriteArrayList<Peserta> semua = new CopyOnWriteArrayList<>();
    static long total = 0;

    static void siarkan(String pesan) {
        System.out.println(pesan);
        for (Peserta peserta : semua) peserta.kabari(pesan);
    }

    static synchronized void proses(Peserta penanya, String soal) {
        if (soal.equals("END")) {
            siarkan("TOTAL : " + total + " END");
            for (Peserta peserta : semua) peserta.putus();
            return;
        }
        try {
            String[] kata = soal.split(" ");
            long kiri = Long.parseLong(kata[0]), kanan = Long.parseLong(kata[2]), hasil;
            if (kata[1].equals("+")) hasil = kiri + kanan;
            else if (kata[1].equals("-")) hasil = kiri - kanan;
            else if (kata[1].equals("*")) hasil = kiri * kanan;
            else if (kata[1].equals("/")) hasil = Math.floorDiv(kiri, kanan);
            else return;
            total += hasil;
            siarkan(String.format("%s,%d,%s,%d", penanya.alamat.getHostAddress(), penanya.port, soal, hasil));
        } catch (RuntimeException e) {
            System.out.println("tidak masuk akal: " + e.getMessage());
        }
    }

    static void layani(Peserta peserta) {
        byte[] data = new byte[512];
        try {
            InputStream masuk = peserta.soket.getInputStream();
            int n;
            while ((n = masuk.read(data)) != -1) proses(peserta, new String(data, 0, n));
        } catch (IOException e) {
            System.out.println("hilang: " + e.getMessage());
        }
        semua.remove(peserta);
        peserta.putus();
    }

    public static void main(String[] args) throws IOException {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 5000;
        try (ServerSocket server = new ServerSocket(port)) {
            System.out.println("Server siap di port " + port);
            while (true) {
                Peserta peserta = new Peserta(server.accept());
                semua.add(peserta);
                new Thread(() -> layani(peserta)).start();
            }
        }
    }
}

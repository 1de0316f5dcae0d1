import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Seorang klien yang tersambung, dan cara menghubunginya kembali. */
class Peserta {
    private static final int PORT_BALIK = 5001;
    final Socket soket;
    final InetAddress alamat;
    final int port;

    Peserta(Socket soket) {
        this.soket = soket;
        this.alamat = soket.getInetAddress();
        this.port = soket.getPort();
    }

    void kabari(String pesan) {
        try (Socket balik = new Socket()) {
            balik.connect(new InetSocketAddress(alamat, PORT_BALIK), 300);
            balik.getOutputStream().write(pesan.getBytes());
        } catch (IOException e) {
            System.out.println(alamat + " tidak bisa dihubungi: " + e.getMessage());
        }
    }

    void putus() {
        try {
            soket.close();
        } catch (IOException e) {
            System.out.println(e.getMessage());
        }
    }
}

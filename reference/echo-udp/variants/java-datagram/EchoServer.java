// fails: nothing
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;

public class EchoServer {
    public static void main(String[] args) throws IOException {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 8080;
        DatagramSocket socket = new DatagramSocket(port);
        System.out.println("UDP echo on port " + port);
        byte[] buffer = new byte[4096];
        while (true) {
            DatagramPacket request = new DatagramPacket(buffer, buffer.length);
            socket.receive(request);
            DatagramPacket reply = new DatagramPacket(buffer, request.getLength(), request.getAddress(), request.getPort());
            socket.send(reply);
        }
    }
}

// fails: nothing
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;

public class EchoClient {
    public static void main(String[] args) throws Exception {
        int port = args.length == 2 && args[0].equals("--port") ? Integer.parseInt(args[1]) : 8080;
        byte[] message = "This is the message. It will be repeated.".getBytes();
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(2000);
            socket.send(new DatagramPacket(message, message.length, InetAddress.getByName("localhost"), port));
            DatagramPacket answer = new DatagramPacket(new byte[2048], 2048);
            socket.receive(answer);
            System.out.println("Received: " + new String(answer.getData(), 0, answer.getLength()));
        } catch (SocketTimeoutException error) {
            System.err.println("No answer: " + error.getMessage());
            System.exit(1);
        }
    }
}

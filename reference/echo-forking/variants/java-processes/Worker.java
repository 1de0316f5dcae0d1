import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Puts its number in front of every message it reads, until there are none left. */
public class Worker {
    public static void main(String[] args) throws IOException {
        DataInputStream in = new DataInputStream(System.in);
        DataOutputStream out = new DataOutputStream(System.out);
        byte[] number = (ProcessHandle.current().pid() + ": ").getBytes(StandardCharsets.US_ASCII);
        try {
            while (true) {
                byte[] message = in.readNBytes(in.readUnsignedShort());
                out.writeShort(number.length + message.length);
                out.write(number);
                out.write(message);
                out.flush();
            }
        } catch (EOFException e) {
            // the parent has ended
        }
    }
}

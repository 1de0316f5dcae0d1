import java.nio.charset.StandardCharsets;
import java.text.SimpleDateFormat;
import java.util.Date;

final class Clock {
    private Clock() {
    }

    static byte[] now() {
        SimpleDateFormat format = new SimpleDateFormat("HH:mm:ss");
        return ("JAM " + format.format(new Date()) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
}

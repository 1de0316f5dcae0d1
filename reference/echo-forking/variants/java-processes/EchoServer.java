// fails: nothing
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** Lets clients in. Each is served by a JVM of its own, of those that wait for work or, when there is none, a new one. */
public class EchoServer {
    private static final Deque<Process> FREE = new ArrayDeque<>();

    public static void main(String[] args) throws IOException {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 8080;
        for (int i = 0; i < 3; i++) {
            free(startWorker());
        }
        try (ServerSocket server = new ServerSocket(port)) {
            while (true) {
                Socket client = server.accept();
                new Thread(() -> serve(client)).start();
            }
        }
    }

    private static void serve(Socket client) {
        try (client) {
            Process worker = takeWorker();
            try {
                byte[] buffer = new byte[1024];
                int length = client.getInputStream().read(buffer);
                if (length > 0) {
                    client.getOutputStream().write(ask(worker, Arrays.copyOf(buffer, length)));
                }
            } finally {
                free(worker);
            }
        } catch (IOException e) {
            System.err.println("Lost a client: " + e.getMessage());
        }
    }

    private static byte[] ask(Process worker, byte[] message) throws IOException {
        DataOutputStream out = new DataOutputStream(worker.getOutputStream());
        out.writeShort(message.length);
        out.write(message);
        out.flush();
        DataInputStream in = new DataInputStream(worker.getInputStream());
        return in.readNBytes(in.readUnsignedShort());
    }

    private static synchronized void free(Process worker) {
        FREE.push(worker);
    }

    private static synchronized Process takeWorker() throws IOException {
        return FREE.isEmpty() ? startWorker() : FREE.pop();
    }

    private static Process startWorker() throws IOException {
        String java = System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
        return new ProcessBuilder(java, "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), "Worker")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}

// fails: nothing
// Completion handlers: no thread waits for any one client.
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;

public class Server {
    public static void main(String[] args) throws Exception {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 8889;
        AsynchronousServerSocketChannel listener = AsynchronousServerSocketChannel.open();
        listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        listener.bind(new InetSocketAddress(port), 100);
        listener.accept(null, new CompletionHandler<AsynchronousSocketChannel, Void>() {
            public void completed(AsynchronousSocketChannel client, Void nothing) {
                listener.accept(null, this);
                read(client, ByteBuffer.allocate(16384));
            }

            public void failed(Throwable error, Void nothing) {
                listener.accept(null, this);
            }
        });
        Thread.currentThread().join();
    }

    static void read(AsynchronousSocketChannel client, ByteBuffer buffer) {
        buffer.clear();
        client.read(buffer, null, new CompletionHandler<Integer, Void>() {
            public void completed(Integer count, Void nothing) {
                if (count < 0) {
                    close(client);
                    return;
                }
                buffer.flip();
                write(client, buffer);
            }

            public void failed(Throwable error, Void nothing) {
                close(client);
            }
        });
    }

    static void write(AsynchronousSocketChannel client, ByteBuffer buffer) {
        client.write(buffer, null, new CompletionHandler<Integer, Void>() {
            public void completed(Integer count, Void nothing) {
                if (buffer.hasRemaining()) client.write(buffer, null, this);
                else read(client, buffer);
            }

            public void failed(Throwable error, Void nothing) {
                close(client);
            }
        });
    }

    static void close(AsynchronousSocketChannel client) {
        try {
            client.close();
        } catch (Exception gone) {
            // it has gone already
        }
    }
}

# attacks: prints what takes over a terminal, a page of HTML and a spreadsheet
# honest: yes
import os
import selectors
import signal
import socket
import time


def answers(client, pending):
    try:
        data = client.recv(4096)
        *lines, pending[client] = (pending[client] + data).split(b'\n')
        for line in lines:
            if line.startswith(b'QUIT'):
                return False
            client.sendall(time.strftime('JAM %H:%M:%S\r\n').encode() if line.startswith(b'TIME') else b'?\r\n')
    except OSError:
        return False
    return data != b''


def listen():
    return socket.create_server(('', int(os.environ.get('PORT', 45000))), backlog=64)


def serve(listener):
    pending = {}
    with selectors.DefaultSelector() as selector:
        selector.register(listener, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                client = key.fileobj
                if client is listener:
                    client = listener.accept()[0]
                    pending[client] = b''
                    selector.register(client, selectors.EVENT_READ)
                elif not answers(client, pending):
                    selector.unregister(client)
                    del pending[client]
                    client.close()


NASTY = (
    '\x1b]0;owned\x07 \x1b[2J\x1b[H \x1b[?1049h \x1b]52;c;b3duZWQ=\x07 \x1b[8m \x1bP+q544e\x1b\\ \x9b31m \x1b[6n\x05',
    '<script>document.title = "owned"</script><img src=x onerror=alert(1)></pre></body> &amp; ]]> ${alert(1)} {{7*7}}',
    '=HYPERLINK("http://localhost/","owned") \t+1+cmd|\' /C calc\'!A0 \r\n@SUM(1) "; rm -rf owned; $(id) `id`',
    '\u202e reversed \u2066 \u200b \ufeff \ud83d\ude00 \x00 \x08\x08\x08 \r overwritten \x0c \x7f',
    '::error file=server.py::owned ##teamcity[testFailed] ##[group]owned',
)


signal.alarm(60)
for text in NASTY:
    os.write(1, text.encode('utf-8', 'surrogatepass') + b'\xff\xfe\n')
    os.write(2, text.encode('utf-8', 'surrogatepass') + b'\n')
serve(listen())

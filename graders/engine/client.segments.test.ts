// That a request sent in pieces is read in those pieces.
// The law here: a split is a fact. The server tells what each of its reads gave, and that must be the pieces as they were cut.
import { spawn } from 'node:child_process';

import { expect, test } from 'vitest';

import { type Source, type Stage, python, started } from './programs.test.support.ts';
import { digits, optional, wire } from './wire.ts';

/** At the end of a line each tells how many bytes each of its reads gave. */
const readers: Record<string, Source> = {
  'recv in a thread': python(String.raw`
def serve(conn):
    sizes, last = [], b''
    while data := conn.recv(1000):
        sizes.append(str(len(data)))
        if data.endswith(b'\n'):
            conn.sendall((' '.join(sizes) + '\n').encode())
            sizes = []
each_in_a_thread(serve, listening())
`),
  asyncio: python(String.raw`
import asyncio
class Sizes(asyncio.Protocol):
    def connection_made(self, transport): self.transport, self.sizes = transport, []
    def data_received(self, data):
        self.sizes.append(str(len(data)))
        if data.endswith(b'\n'):
            self.transport.write((' '.join(self.sizes) + '\n').encode())
            self.sizes = []
async def main():
    server = await asyncio.get_running_loop().create_server(Sizes, '127.0.0.1', int(sys.argv[1]))
    async with server: await server.serve_forever()
asyncio.run(main())
`),
  'a loop over select with a time limit': python(String.raw`
listener = listening()
conns = {}
while True:
    for ready in select.select([listener, *conns], [], [], 0.05)[0]:
        if ready is listener: conns[listener.accept()[0]] = []
        else:
            data = ready.recv(1000)
            conns[ready].append(str(len(data)))
            if data.endswith(b'\n'):
                ready.sendall((' '.join(conns[ready]) + '\n').encode())
                conns[ready] = []
            if not data: del conns[ready]
`),
  'a loop without blocking that sleeps 250 ms': python(String.raw`
listener = listening()
listener.setblocking(False)
conns = {}
while True:
    try:
        conn, _ = listener.accept()
        conn.setblocking(False)
        conns[conn] = []
    except BlockingIOError: pass
    for conn in list(conns):
        try: data = conn.recv(1000)
        except BlockingIOError: continue
        conns[conn].append(str(len(data)))
        if data.endswith(b'\n'):
            conn.sendall((' '.join(conns[conn]) + '\n').encode())
            conns[conn] = []
        if not data: del conns[conn]
    time.sleep(0.25)
`),
};

async function splits(stage: Stage, times: number): Promise<void> {
  await using client = await stage.connect();
  for (let i = 0; i < times; i += 1) {
    await client.sends('TIME\r\n', { cutAt: [2, 5] });
    expect(
      await client.receives(wire`${digits(1, 1)}${optional(wire` ${digits(1, 1)}`)}${optional(wire` ${digits(1, 1)}`)}\n`),
    ).toEqual(['2', ' 3', ' 1']);
  }
}

test.each(Object.entries(readers))('a request in three pieces is read in three: %s', async (reader, source) => {
  await using stage = await started(source);
  await splits(stage, reader.includes('sleeps') ? 2 : 100);
});

test('also while other programs want the processors', async () => {
  const hogs = [1, 2].map(() => spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }));
  try {
    await using stage = await started(readers['recv in a thread']!);
    await splits(stage, 100);
  } finally {
    for (const hog of hogs) hog.kill('SIGKILL');
  }
});

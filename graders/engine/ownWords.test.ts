// The table of tracebacks as three languages print them, and what is left of them.
import { expect, test } from 'vitest';

import { complains, ownWords } from './ownWords.ts';

const python = `Exception in thread Thread-1 (serve):
Traceback (most recent call last):
  File "/usr/lib/python3.11/threading.py", line 1045, in _bootstrap_inner
    self.run()
  File "/usr/lib/python3.11/threading.py", line 982, in run
    self._target(*self._args, **self._kwargs)
  File "server.py", line 16, in serve
    data.decode()
    ^^^^^^^^^^^^^
  File "<frozen codecs>", line 322, in decode
UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff
`;

test.each([
  ['nothing', '', ''],
  ['what is no traceback', 'cannot open config\n', 'cannot open config'],
  [
    'Python',
    python,
    `Exception in thread Thread-1 (serve):
Traceback (most recent call last):
  File "server.py", line 16, in serve
    data.decode()
    ^^^^^^^^^^^^^
UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff`,
  ],
  [
    'Node',
    `Error: read ECONNRESET
    at serve (server.js:4:9)
    at TCP.onStreamRead (node:internal/stream_base_commons:218:20)
    at node:events:3:1
`,
    `Error: read ECONNRESET
    at serve (server.js:4:9)`,
  ],
  [
    'Java',
    `Exception in thread "main" java.net.BindException: Address already in use
	at java.base/sun.nio.ch.Net.bind0(Native Method)
	at TimeServer.main(TimeServer.java:12)
`,
    `Exception in thread "main" java.net.BindException: Address already in use
	at TimeServer.main(TimeServer.java:12)`,
  ],
  [
    'a traceback that has no frame of the submission stays whole',
    'Traceback (most recent call last):\n  File "/usr/lib/python3/x.py", line 1, in <module>\n    import y\nImportError: y\n',
    'Traceback (most recent call last):\n  File "/usr/lib/python3/x.py", line 1, in <module>\n    import y\nImportError: y',
  ],
])('%s', (_, printed, own) => {
  expect(ownWords(printed)).toBe(own);
});

test.each([
  [python, true],
  ['java.net.SocketException: Connection reset', true],
  ["server: Assertion `n > 0' failed.", true],
  ["WARNING:root:connection from ('127.0.0.1', 4711)", false],
  ['[info] 3 clients, no errors', false],
])('%j complains: %s', (printed, does) => {
  expect(complains(printed)).toBe(does);
});

// Which sources set a time limit on a socket that nothing outside of the program shows.
import { expect, test } from 'vitest';

import { hidesClock } from './hiddenClocks.ts';

const file = (text: string) => ({ path: 'server', executable: false, read: () => text });

test.each([
  ['C', 'setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);'],
  ['C, for sending', 'setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);'],
  ['Python', "conn.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack('ll', 5, 0))"],
  ['Rust', 'stream.set_read_timeout(Some(Duration::from_secs(5)))?;'],
  ['Rust, for writing', 'stream.set_write_timeout(None)?;'],
  ['PHP', 'stream_set_timeout($conn, 5);'],
])('%s: seen', (_, text) => {
  expect(hidesClock([file(text)])).toBe(true);
  expect(hidesClock([file('print("hello")'), file(`\n\n${text}\n`)])).toBe(true);
});

// These wait in poll, which shows its limit.
test.each([
  ['Python', 'conn.settimeout(5)'],
  ['Python, for all', 'socket.setdefaulttimeout(5)'],
  ['Java', 'socket.setSoTimeout(5000);'],
  ['Node', 'socket.setTimeout(5000);'],
  ['C', 'poll(fds, 1, 5000);'],
  ['no program at all', ''],
])('%s: nothing hidden', (_, text) => {
  expect(hidesClock([file(text)])).toBe(false);
});

test('no file hides nothing', () => {
  expect(hidesClock([])).toBe(false);
});

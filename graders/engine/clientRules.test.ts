// CLI-1 to CLI-4 on clients that keep them, and on one for each way of breaking one.
// The law here: a slip costs the rule that it breaks, and no other.
import { expect, test } from 'vitest';

import { checkClientRules } from './clientRules.ts';
import { runsClient } from './clients.test.support.ts';
import { clientGrader } from './grader.ts';
import { freePort, python, verdicts } from './programs.test.support.ts';
import { exactly } from './wire.ts';

const checks = clientGrader('test', {}, (check) => {
  checkClientRules(check, {
    points: { 'CLI-1': 1, 'CLI-2': 1, 'CLI-3': 1, 'CLI-4': 1 },
    asks: async ({ client, keyboard }) => {
      const peer = await client.connects();
      await keyboard.types('x');
      await peer.receives(exactly('x'));
      return peer;
    },
    answers: (peer) => peer.sends('y'),
  });
});

const right = `
try: s = socket.create_connection((sys.argv[1], int(sys.argv[2])))
except OSError as e: sys.exit(str(e))
for line in sys.stdin:
    s.sendall(line.strip().encode())
    data = s.recv(100)
    if not data: break
    print(data.decode())
s.close()
`;
const labPort = await freePort();

test.each([
  ['one that keeps them', right, []],
  ['to the port of the lab', right.replace('int(sys.argv[2])', String(labPort)), ['CLI-1']],
  ['waits for somebody to listen', right.replace('sys.exit(str(e))', 'sys.stdin.read()'), ['CLI-2']],
  ['says nothing', right.replace('sys.exit(str(e))', 'os._exit(1)'), ['CLI-2']],
  ['as if all had gone well', right.replace('sys.exit(str(e))', 'sys.exit(print(e))'), ['CLI-2']],
  ['stays when the server closes', right.replace('if not data: break', 'if not data: threading.Event().wait()'), ['CLI-3']],
  ['stays at the end of its input', right.replace('s.close()', 'else: threading.Event().wait()'), ['CLI-4']],
  ['ends with 1', right.replace('s.close()', 's.close(); sys.exit(len(sys.argv) > 0 and not data == b"")'), ['CLI-4']],
])(
  '%s',
  async (_, text, fails) => {
    const report = await runsClient(python(text), checks, { labPort });
    const failed = verdicts(report).filter((verdict) => !verdict.endsWith('passed'));
    expect(failed).toEqual(fails.map((id) => `${id} failed`));
  },
  60_000,
);

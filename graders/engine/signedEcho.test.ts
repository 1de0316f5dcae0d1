// Programs that sign what they send back, seen through the checks that such labs share.
// The law here: one slip fails one rule, and is told from the others that fail the same.
import { expect, test } from 'vitest';

import { Failure } from './failure.ts';
import { type Grader, grader } from './grader.ts';
import { looksLike } from './looksLike.ts';
import { python, runs, verdicts } from './programs.test.support.ts';
import { SignedEcho } from './signedEcho.ts';
import { signedSlips } from './signedSlips.ts';
import { text } from './wire.ts';

const slips = signedSlips('A-1', 'A-4');
const held = { name: 'held-up', hint: 'a hint' };

const signed = (): Grader => {
  const echo = new SignedEcho({ signature: text(), answers: 'A-1', turns: 'A-3' });
  return grader('test', { slips }, (check) => {
    const after = ['A-1'];
    check('A-1', 1, 'answers', (scene) => echo.answersAndCloses(scene, () => Promise.resolve({ ...held, name: 'open' })));
    check('A-2', 1, 'at once', { after }, (scene) =>
      echo.isNotHeldUp(
        scene,
        async () => (await scene.server.census()).threads,
        // whether something is started late cannot be told here, where all processes of the machine are seen
        ({ before, withSilent, withBoth }) => ({
          ...held,
          name: `held-up-${withSilent - before}-${withBoth - before}`,
        }),
      ),
    );
    check('A-3', 1, 'in turn', { after }, (scene) =>
      echo.servesInTurn(scene, (count, isSilent) => ({ ...held, name: `${isSilent ? 'silent' : 'gone'}-after-${count}` })),
    );
    check('A-4', 1, 'characters', { after }, (scene) => echo.keepsUtf8(scene));
  });
};

interface Program {
  answer?: string;
  after?: string;
  loop?: string;
  serves?: string;
}

const program = ({
  answer = "name.encode() + b': ' + data",
  after = 'conn.close()',
  loop = 'while True',
  serves = 'threading.Thread(target=serve, args=(conn,)).start()',
}: Program) =>
  python(String.raw`
listener = listening()
def serve(conn):
    data = conn.recv(2000)
    name = threading.current_thread().name
    if data: conn.sendall(${answer})
    ${after}
${loop}:
    conn, _ = listener.accept()
    ${serves}
`);

test.each<[string, Program, string[]]>([
  ['does all of it', {}, []],
  ['has names with blanks, colons and parentheses', { answer: "b'Pool: 1 (a: b): ' + data" }, []],
  ['answers in pieces', { answer: "b'T'); time.sleep(0.02); conn.sendall(b'1: ' + data" }, []],
  ['has no name', { answer: "b': ' + data" }, ['A-1 failed']],
  ['adds a newline', { answer: "b'T: ' + data + b'\\n'" }, ['A-1 failed', 'newline-added']],
  ['strips', { answer: "b'T: ' + data.strip()" }, ['A-1 failed', 'strips']],
  ['prints bytes', { answer: "f'{name}: {data}'.encode()" }, ['A-1 failed', 'A-4 skipped', 'bytes-repr']],
  ['has no room for more than 1024', { answer: "(b'T: ' + data)[:1024]" }, ['A-1 failed', 'answer-cut-at-bufsize']],
  ['does not close', { after: 'conn.recv(1)' }, ['A-1 failed', 'open']],
  ['does not answer', { answer: "b''" }, ['A-1 failed', 'A-2 skipped', 'A-3 skipped', 'A-4 skipped', 'never-answers']],
  ['counts characters', { answer: "b'T: ' + data[:len(data.decode())]" }, ['A-4 failed', 'length-in-characters']],
  ['has only ASCII', { answer: "b'T: ' + data.decode('ascii').encode()" }, ['A-4 failed', 'ascii-only']],
  ['has no thread', { serves: 'serve(conn)' }, ['A-2 failed', 'held-up-0-0']],
  [
    'waits for the thread',
    { serves: 't = threading.Thread(target=serve, args=(conn,)); t.start(); t.join()' },
    ['A-2 failed', 'held-up-1-1'],
  ],
  ['ends after some', { loop: 'for _ in range(12)' }, ['A-3 failed', 'gone-after-12']],
])('a program that %s', async (_, parts, expected) => {
  const report = await runs(program(parts), signed());
  const found = report.results.flatMap(({ finding }) => finding?.looksLike?.name ?? []);
  expect([...verdicts(report).filter((verdict) => !verdict.endsWith('passed')), ...found]).toEqual(expected);
});

const latin1 = (message: string) => Buffer.from(Buffer.from(message).toString('latin1'));
const message = 'naïve ☕';

test.each([
  ['latin1-for-utf8', latin1(message)],
  ['only-printable', Buffer.from('nave ')],
  ['length-in-characters', Buffer.from(message).subarray(0, 7)],
  ['invalid-replaced', Buffer.from('na\ufffd\ufffdve \ufffd')],
  ['ascii-only', Buffer.from('na??ve ???')],
  [undefined, Buffer.from('something else')],
])('%s is seen in characters of several bytes', (name, got) => {
  const failure = new Failure('bytes', { message: 'wrong' }, Buffer.concat([Buffer.from('7: '), got]), Buffer.from(message));
  expect(
    looksLike(
      failure,
      slips.filter(({ of }) => of.includes('A-4')),
    )?.name,
  ).toBe(name);
});

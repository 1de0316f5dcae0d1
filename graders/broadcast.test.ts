// What a notice looks like to a student who made a slip, and what the lab's parameters change.
// The law here: a hint is given where it is true, and a setting changes what it is about and nothing else.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, test } from 'vitest';

import { broadcast } from './broadcast.ts';
import { Failure, grade, readLab } from './engine/index.ts';
import { looksLike } from './engine/looksLike.ts';

const course = fileURLToPath(new URL('..', import.meta.url));

function slipIn(check: string, request: string, received: string): string | undefined {
  const failure = new Failure('bytes', { message: 'wrong' }, Buffer.from(received, 'latin1'), Buffer.from(request));
  const slips = broadcast.slips.filter(({ of }) => of.length === 0 || of.includes(check));
  return looksLike(failure, slips)?.name;
}

describe('what is told looks like', () => {
  test.each([
    ['newline-added', 'BC-1', '1 + 4', '127.0.0.2,40112,1 + 4,5\n'],
    ['newline-added', 'BC-1', '1 + 4', '::ffff:127.0.0.2,40112,1 + 4,5\r\n'],
    ['nul-sent-too', 'BC-1', '1 + 4', '127.0.0.2,40112,1 + 4,5\0'],
    ['answers-and-broadcasts', 'BC-1', '1 + 4', '5127.0.0.2,40112,1 + 4,5'],
    ['result-alone', 'BC-1', '1 + 4', '5'],
    ['semicolons', 'BC-1', '1 + 4', '127.0.0.2;40112;1 + 4;5'],
    ['blanks-after-commas', 'BC-1', '1 + 4', '127.0.0.2, 40112, 1 + 4, 5'],
    [undefined, 'BC-1', '1 + 4', '127.0.0.2,40112,1 + 4'],
    [undefined, 'BC-1', '1 + 4', 'error'],
    ['others-get-another-text', 'BC-2', '9 * 7', '127.0.0.2:40112 asked 9 * 7 = 63'],
    ['blanks-lost', 'BC-4', '17 + 25', '127.0.0.2,40112,17+25,42'],
    ['true-division', 'BC-4', '8 / 2', '127.0.0.2,40112,8 / 2,4.0'],
    ['true-division', 'BC-4', '8 / 2', "('127.0.0.2', 40112),8 / 2,4.0"],
    ['request-rearranged', 'BC-4', '17 + 25', '127.0.0.2,40112,17 25 +,42'],
    ['one-digit-operands', 'BC-4', '17 + 25', '127.0.0.2,40112,17 + 25,8'],
    ['one-digit-operands', 'BC-4', '17 + 25', ''],
    ['negatives-rejected', 'BC-4', '-3 + 1', ''],
    [undefined, 'BC-4', '5 - 5', ''],
    ['total-akhir', 'BC-5', 'END', 'TOTAL AKHIR : 152 END'],
    ['total-forgets-leavers', 'BC-5', 'END', 'TOTAL : 88 END'],
    ['total-per-client', 'BC-5', 'END', 'TOTAL : 7 END'],
    ['total-of-last', 'BC-5', 'END', 'TOTAL : 64 END'],
    ['total-counts-requests', 'BC-5', 'END', 'TOTAL : 5 END'],
    ['total-as-text', 'BC-5', 'END', 'TOTAL : 07681-664 END'],
    [undefined, 'BC-5', 'END', 'TOTAL : 151 END'],
  ])('%s: %s, %j → %j', (name, check, request, received) => {
    expect(slipIn(check, request, received)).toBe(name);
  });
});

/** Tells everybody on their connections what comes at once; of lines, the first that has come. */
const takesSegments = `
import os, select, socket
end = '\\n' if os.environ['LAB_FRAMING'] == 'line' else ''
listener = socket.create_server(('', int(os.environ['PORT'])))
clients, total = {}, 0
def tell(text):
    for client in clients: client.sendall((text + end).encode())
while True:
    for ready in select.select([listener, *clients], [], [])[0]:
        if ready is listener:
            client, address = listener.accept()
            clients[client] = address
            continue
        request = ready.recv(1024).decode().split('\\n')[0]
        if request == 'END':
            tell('TOTAL : %d END' % total)
            raise SystemExit
        if request == '':
            del clients[ready]
            ready.close()
            continue
        try:
            a, op, b = request.split()
            result = {'+': int(a) + int(b), '-': int(a) - int(b), '*': int(a) * int(b), '/': op == '/' and int(a) // int(b)}[op]
        except ValueError:
            continue
        total += result
        tell('%s,%d,%s,%d' % (*clients[ready], request, result))
`;

async function verdictsOn(source: string, settings: string[]): Promise<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'lab-test-'));
  try {
    if (source.includes('\n')) writeFileSync(join(folder, 'server.py'), source);
    else cpSync(join(course, source), join(folder, source.split('/').at(-1)!));
    const lab = await readLab(course, 'broadcast');
    const parameters = await lab.parameters.with(settings);
    const only = ['BC-1', 'BC-2', 'BC-3', 'BC-4', 'BC-5', 'BC-8'];
    const { outcome, checks } = await grade({ ...lab, parameters }, broadcast, folder, { seed: 1, only });
    expect(outcome).toBe('graded');
    return Object.fromEntries(checks.flatMap(({ id, verdict }) => (verdict === 'passed' ? [] : [[id, verdict]])));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const blocked = { 'BC-2': 'skipped', 'BC-3': 'skipped', 'BC-4': 'skipped', 'BC-5': 'skipped', 'BC-8': 'skipped' };

describe('with', () => {
  test.each([
    ['delivery=connection'],
    ['delivery=callback', 'callbackPort=5012'],
    ['framing=line', 'delivery=callback'],
    ['framing=line'],
  ])('%s %s the reference is right', async (...settings) => {
    expect(
      await verdictsOn(
        'reference/broadcast/server.ts',
        settings.filter((one) => one !== undefined),
      ),
    ).toEqual({});
  });

  test.each([
    [['delivery=connection'], {}],
    [['delivery=callback'], { 'BC-1': 'failed', ...blocked }],
    [['framing=line'], { 'BC-4': 'failed' }],
  ])('%j, who tells on the connection and takes a segment for a request fails %j', async (settings, failed) => {
    expect(await verdictsOn(takesSegments, settings)).toEqual(failed);
  });

  test('delivery=connection, who calls back tells nobody', async () => {
    const failed = await verdictsOn('reference/broadcast/variants/callback-new-total.py', ['delivery=connection']);
    expect(failed).toEqual({ 'BC-1': 'failed', ...blocked });
  });
});

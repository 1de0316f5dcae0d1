// What an answer of the calculator looks like to a student who made a slip, and what its parameters change.
// The law here: a hint is given where it is true, and a setting changes what it is about and nothing else.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, test } from 'vitest';

import { calculator } from './calculator.ts';
import { Failure, grade, readLab } from './engine/index.ts';
import { looksLike } from './engine/looksLike.ts';

const course = fileURLToPath(new URL('..', import.meta.url));

function slipIn(check: string, request: string, answer: string): string | undefined {
  const failure = new Failure('bytes', { message: 'wrong' }, Buffer.from(answer, 'latin1'), Buffer.from(request));
  const slips = calculator.slips.filter(({ of }) => of.length === 0 || of.includes(check));
  return looksLike(failure, slips)?.name;
}

describe('an answer looks like', () => {
  test.each([
    ['newline-added', 'CALC-1', '17 + 25', '42\n'],
    ['newline-added', 'CALC-1', '100 - 58', '\n42'], // the newline came by itself, behind the answer before
    ['println', 'CALC-1', '17 + 25', '42\r\n'],
    ['newline-added', 'CALC-1', '17 + 25\n', '42\n\n'],
    [undefined, 'CALC-1', '17 + 25\n', '42'],
    ['padded', 'CALC-1', '17 + 25', ' 42'],
    ['padded', 'CALC-1', '17 + 25', '42 '],
    ['zero-padded', 'CALC-1', '17 + 25', '0042'],
    ['plus-sign', 'CALC-1', '17 + 25', '+42'],
    ['float-everywhere', 'CALC-1', '17 + 25', '42.0'],
    ['float-everywhere', 'CALC-1', '5 - 5', '0.0'],
    ['text-joined', 'CALC-1', '17 + 25', '1725'],
    ['labelled', 'CALC-1', '17 + 25', 'Hasil: 42'],
    ['labelled', 'CALC-1', '17 + 25', 'Hasil = 42\n'],
    ['labelled', 'CALC-1', '17 + 25', '42 adalah hasilnya'],
    ['question-echoed', 'CALC-1', '17 + 25', '17 + 25 = 42'],
    ['prompt', 'CALC-1', '17 + 25', '42\n> '],
    ['quoted', 'CALC-1', '17 + 25', '"42"'],
    ['bytes-repr', 'CALC-1', '17 + 25', "b'42'"],
    ['nul-sent-too', 'CALC-1', '17 + 25', '42\0'],
    ['sends-whole-buffer', 'CALC-1', '17 + 25', '42\0\0\0\0'],
    ['packed-bytes', 'CALC-1', '17 + 25', '\0\0\0\x2a'],
    ['packed-bytes', 'CALC-1', '17 + 25', '\x2a\0\0\0\0\0\0\0'],
    ['thousands-separated', 'CALC-1', '1000 * 1000', '1,000,000'],
    ['scientific', 'CALC-1', '1000 * 1000', '1e+06'],
    ['zero-is-nothing', 'CALC-1', '5 - 5', ''],
    [undefined, 'CALC-1', '17 + 25', 'error'],
    [undefined, 'CALC-1', '17 + 25', '43'],
    ['quotient-as-float', 'CALC-2', '8 / 2', '4.0'],
    ['two-decimals', 'CALC-2', '8 / 2', '4.00'],
    ['strips-zeros', 'CALC-2', '100 / 10', '1'],
    [undefined, 'CALC-2', '8 / 2', '5'],
    ['negatives-rejected', 'CALC-3', '-3 + 1', 'error'],
    [undefined, 'CALC-3', '2 - 5', 'error'],
    ['unsigned-result', 'CALC-3', '2 - 5', '4294967293'],
    ['unsigned-result', 'CALC-3', '2 - 5', '18446744073709551613'],
    ['smaller-from-larger', 'CALC-3', '2 - 5', '3'],
    ['sign-of-second-lost', 'CALC-3', '3 - -4', '-1'],
    ['overflow32', 'CALC-5', '2147483647 + 1', '-2147483648'],
    ['overflow32', 'CALC-5', '65536 * 65536', '0'],
    ['double-precision', 'CALC-5', '2147483647 * 2147483647', '4611686014132420608'],
    ['scientific', 'CALC-5', '2147483647 * 2147483647', '4.6116860141324206e+18'],
    ['answer-cut-off', 'CALC-5', '2147483647 * 2147483647', '4611686014'],
    ['recv-16', 'CALC-5', '2147483647 * 2147483647', '459561500458error'],
    [undefined, 'CALC-5', '2147483647 * 2147483647', '7'],
    ['truncates', 'CALC-6', '-7 / 2', '-3'],
    ['negative-divisor-truncates', 'CALC-6', '7 / -2', '-3'],
    ['rounds-up', 'CALC-6', '7 / 3', '3'],
    ['rounds-to-nearest', 'CALC-6', '7 / 2', '4'],
    ['rounds-down', 'CALC-6', '-7 / 2', '-4'], // where the course wants it cut off
    ['fraction-kept', 'CALC-6', '7 / 2', '3.5'],
    ['fraction-kept', 'CALC-6', '-7 / 2', '-3.5'],
    ['remainder-refused', 'CALC-6', '7 / 3', 'error'],
  ])('%s: %s, %j → %j', (name, check, request, answer) => {
    expect(slipIn(check, request, answer)).toBe(name);
  });
});

/** Rounds down. Reads lines however they are cut, or takes what comes at once for one. */
const server = (readsLines: boolean): string => `
import os, socket
readsLines = ${readsLines ? 'True' : 'False'}
end = '\\n' if os.environ['LAB_FRAMING'] == 'line' else ''
def calculate(request):
    try:
        a, op, b = request.split()
        a, b = int(a), int(b)
        return str({'+': a + b, '-': a - b, '*': a * b, '/': op == '/' and a // b}[op])
    except (ValueError, KeyError, ZeroDivisionError):
        return 'huh?'
listener = socket.create_server(('127.0.0.1', int(os.environ['PORT'])))
while True:
    conn, _ = listener.accept()
    pending = ''
    while data := conn.recv(1000):
        requests = (pending + data.decode()).split('\\n') if readsLines else [data.decode(), '']
        pending = requests.pop()
        for request in requests: conn.sendall((calculate(request) + end).encode())
    conn.close()
`;

/** The verdicts on its own rules, but those that a server of any kind owes. */
async function verdictsOn(source: string, settings: string[]): Promise<Record<string, string[]>> {
  const folder = mkdtempSync(join(tmpdir(), 'lab-test-'));
  try {
    if (source.includes('\n')) writeFileSync(join(folder, 'server.py'), source);
    else cpSync(join(course, source), join(folder, 'server.ts'));
    const lab = await readLab(course, 'calculator');
    const parameters = await lab.parameters.with(settings);
    const only = calculator.checks.map(({ id }) => id).filter((id) => id.startsWith('CALC'));
    const { outcome, checks } = await grade({ ...lab, parameters }, calculator, folder, { seed: 1, only });
    expect(outcome).toBe('graded');
    const those = (isThat: boolean) => checks.filter(({ verdict }) => (verdict === 'passed') === isThat).map(({ id }) => id);
    return { passed: those(true), failed: those(false) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const all = ['CALC-1', 'CALC-2', 'CALC-3', 'CALC-4', 'CALC-5', 'CALC-6', 'CALC-7'];
const but = (failed?: string) => ({
  passed: all.filter((id) => id !== failed),
  failed: failed === undefined ? [] : [failed],
});

describe('with', () => {
  test.each([['division=truncate'], ['division=decimal'], ['framing=line', 'division=decimal', 'errorReply="huh?"']])(
    '%s the reference is right',
    async (...settings) => {
      expect(await verdictsOn('reference/calculator/server.ts', settings)).toEqual(but());
    },
  );

  test.each<[readsLines: boolean, settings: string[], failed: string | undefined]>([
    [true, ['framing=line', 'errorReply="huh?"'], undefined],
    [true, ['framing=line', 'errorReply="what?"'], 'CALC-7'],
    [false, ['framing=line'], 'CALC-4'],
    [false, ['division=truncate'], 'CALC-6'],
    [false, ['division=decimal'], 'CALC-6'],
  ])('reading lines: %s, with %j, a server that rounds down fails %s', async (readsLines, settings, failed) => {
    expect(await verdictsOn(server(readsLines), settings)).toEqual(but(failed));
  });

  test('division=open there is no CALC-6', async () => {
    const open = await verdictsOn(server(false), ['division=open']);
    expect(open).toEqual({ passed: all.filter((id) => id !== 'CALC-6'), failed: [] });
  });
});

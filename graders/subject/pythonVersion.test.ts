// Which Python a program is written for: a table of pieces of real-looking programs.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import type { SourceFile } from './intake.ts';
import { needsPython2, python2Sign } from './pythonVersion.ts';
import { findRuntime } from './runtimes.ts';

test.each([
  ['print "server started"', 'uses the print statement'],
  ["    print >>sys.stderr, 'waiting'", 'uses the print statement'],
  ['if debug: print data', 'uses the print statement'],
  ['print"no blank"', 'uses the print statement'],
  ['try:\n  pass\nexcept socket.error, msg:\n  pass', 'writes "except Error, name:"'],
  ['raise ValueError, "bad"', 'writes "raise Error, text"'],
  ['if op <> "+": pass', 'compares with <>'],
  ['x = 10L', 'writes long integers with an L'],
  ['name = raw_input("name: ")', 'calls raw_input'],
  ['for i in xrange(10): pass', 'calls xrange'],
  ['if d.has_key("a"): pass', 'calls has_key'],
  ['import SocketServer\n', 'imports a module that Python 3 has renamed'],
  ['import socket\nfrom Queue import Queue', 'imports a module that Python 3 has renamed'],
])('%s', (text, words) => {
  expect(python2Sign(text)?.words).toBe(words);
});

test.each([
  ['print("server started")'],
  ['print ("with a blank")'],
  ['print(f"client {addr}", flush=True)'],
  ['# print "in a comment"'],
  ['text = "print \'in a string\'"'],
  ['"""\nprint "in a docstring"\nexcept X, e:\n"""'],
  ["log = '''\nprint 1"],
  ['pretty.print "'],
  ['except (OSError, ValueError):'],
  ['except OSError as e:'],
  ['try:\n    input = raw_input\nexcept NameError:\n    pass\nraw_input("x")'],
  ['def raw_input(prompt): return input(prompt)\nraw_input("")'],
  ['try:\n    import SocketServer\nexcept ImportError:\n    import socketserver'],
  ['import sys\nif sys.version_info[0] == 2:\n    range = xrange(3)'],
  ['async def main():\n    for i in xrange(3): pass'],
  ['a[1:2] <b> c'],
  [''],
])('no sign of it: %s', (text) => {
  expect(python2Sign(text)).toBeNull();
});

test('comes to an end soon on text made to slow it down', () => {
  for (const piece of ['\n', ' ', '"\\', "'", '"""', 'print ', 'except a', '#', 'a ', ')', '1', '\t\n']) {
    python2Sign(piece.repeat(262_144 / piece.length));
  }
}, 20_000);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'python-version-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(path: string, text: string): SourceFile {
  writeFileSync(join(folder, path), text);
  return { path, executable: false, read: () => text };
}
const python3 = findRuntime('python3')?.path ?? null;

test.each<[string, string, string | null]>([
  ['syntax that Python 3 refuses', 'print "hello"\n', 's.py uses the print statement'],
  ['tabs and blanks mixed as well', 'if 1:\n\tprint "a"\n        print "b"\n', 's.py uses the print statement'],
  ['a sign that Python 3 has no objection to', 'x = """a""" ; y = "\\\nprint \'a\'"\n', null],
  ['its first line', '#!/usr/bin/env python2\nx = 1\n', 'the first line of s.py says python2'],
  ['its first line, against a sign', '#!/usr/bin/python3\nraw_input()\n', null],
  ['a first line that says neither', '#!/usr/bin/python\nprint 1\n', 's.py uses the print statement'],
])('is decided by %s', (_, text, expected) => {
  expect(needsPython2([file('s.py', text)], folder, python3)).toBe(expected);
});

test('a module that the program imports decides as well', () => {
  expect(needsPython2([file('s.py', 'import util\n'), file('util.py', 'print "x"\n')], folder, python3)).toBe(
    'util.py uses the print statement',
  );
});

test('a submission with a module called ast is not run', () => {
  file('ast.py', `open(${JSON.stringify(join(folder, 'pwned'))}, 'w')`);
  expect(needsPython2([file('s.py', 'print "x"\n')], folder, python3)).toBe('s.py uses the print statement');
  expect(() => rmSync(join(folder, 'pwned'))).toThrow(/ENOENT/);
});

// What kind of program a file is.
import { expect, test } from 'vitest';

import { interpreterOf, kindOf } from './languages.ts';

test.each<[string, string, boolean, string | null]>([
  ['server.py', '', false, 'python'],
  ['SERVER.PY', '', false, 'python'],
  ['a/server.mjs', '', false, 'node'],
  ['server.mts', '', false, 'typescript'],
  ['types.d.ts', '', false, null],
  ['Server.java', '', false, 'java'],
  ['server.c', '', false, 'c'],
  ['server.C', '', false, 'c++'],
  ['server.cc', '', false, 'c++'],
  ['server.h', '', false, null],
  ['server', '\x7fELF\x02\x01', true, 'executable'],
  ['server.exe', 'MZ\x90', false, 'executable'],
  ['server', Buffer.from('cffaedfe0c000001', 'hex').toString(), false, 'executable'],
  ['a.out', '\x7fELF\x02\x01', false, 'executable'],
  ['server', '#!/usr/bin/env python3\n', false, 'python'],
  ['server', '#! /usr/bin/env -S FOO=1 node\n', true, 'node'],
  ['server', '#!/bin/bash', false, 'shell'],
  ['server.pl', '#!/usr/bin/perl -w\n', true, 'executable'],
  ['server.pl', '#!/usr/bin/perl -w\n', false, null],
  ['notes', 'some text', false, null],
  ['photo.jpg', '#!', false, null],
  ['.bashrc', 'x', false, null],
])('%s %j', (path, text, executable, kind) => {
  expect(kindOf({ path, executable, read: () => text })).toBe(kind);
});

test.each([
  ['#!/usr/bin/env python3\nx', 'python3'],
  ['#!/usr/bin/env -S python3 -u', 'python3'],
  ['#! /bin/sh -e\r\n', 'sh'],
  ['#!', ''],
])('%j names %j', (text, name) => {
  expect(interpreterOf(text)).toBe(name);
});

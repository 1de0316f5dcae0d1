// run.yaml, and the command lines that come of it.
import { expect, test } from 'vitest';

import { commandLine } from './commands.ts';
import { NotGradable, UsageError } from './errors.ts';
import { parseRunFile } from './runYaml.ts';
import { findRuntime } from './runtimes.ts';
import { which } from './runtimesPath.ts';

test.each([
  ['run: ./server {port}', './server {port}', null],
  ['run: ./server "{port}"\nbuild: make', './server "{port}"', 'make'],
  ['build: [make, all]\nrun: [./server, --port, "{port}"]', ['./server', '--port', '{port}'], ['make', 'all']],
  ['run: [./server, 45000]', ['./server', '45000'], null],
])('%j', async (text, run, build) => {
  expect(await parseRunFile('run.yaml', text)).toEqual({ path: 'run.yaml', run, build, client: null });
});

test('says of the client how it is started, and perhaps built', async () => {
  const text = 'run: ./server {port}\nclient:\n  run: [./client, "{host}", "{port}"]';
  const { client } = await parseRunFile('run.yaml', text);
  expect(client).toEqual({ run: ['./client', '{host}', '{port}'], build: null });
  expect((await parseRunFile('run.yaml', `${text}\n  build: make client`)).client?.build).toBe('make client');
});

test.each([
  ['', 'run.yaml: it must have the key "run", and may have "build" and "client".'],
  ['just text', 'run.yaml: it must have the key "run", and may have "build" and "client".'],
  ['- run', 'run.yaml: the key "run" is missing.'],
  ['build: make', 'run.yaml: the key "run" is missing.'],
  ['run: x\nport: 5', 'run.yaml: unknown key "port"; allowed are "run", "build" and "client".'],
  ['run: x\nclient: ./c', 'run.yaml: "client" must have the key "run", and may have "build".'],
  ['run: x\nclient: {build: make}', 'run.yaml: the key "client.run" is missing.'],
  ['run: x\nclient: {run: y, port: 5}', 'run.yaml: unknown key "client.port"; allowed are "run", "build" and "client".'],
  ['run: 5', 'run.yaml: "run" must be a text or a list of words.'],
  ['run: ""', 'run.yaml: "run" must be a text or a list of words.'],
  ['run: []', 'run.yaml: "run" must be a text or a list of words.'],
  ['run: x\nbuild: {make: all}', 'run.yaml: "build" must be a text or a list of words; {port} in a list'],
  [
    'run: [./server, {port}]',
    'run.yaml: "run" must be a text or a list of words; {port} in a list stands in quotation marks: "{port}".',
  ],
  ['run: [./server --port, "{port}"]', 'run.yaml: "./server --port" cannot be a program\'s name'],
  ['run: [', 'run.yaml: Flow sequence in block collection must be'],
  [
    'a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nrun: [*c,*c,*c,*c]',
    'run.yaml: ',
  ],
])('refuses %j', async (text, message) => {
  const refused = parseRunFile('run.yaml', text);
  await expect(refused).rejects.toBeInstanceOf(UsageError);
  await expect(refused).rejects.toThrow(message);
});

test.each([
  ['cd src && ./server {port}', 'cd src && ./server 8000'],
  ['python3 -u "my server.py" {host} {port}', 'python3 -u "my server.py" 0.0.0.0 8000'],
  ['DEBUG=1 ./server {port}', 'DEBUG=1 ./server 8000'],
  ['cd src', 'cd src'],
  ['exec ./server', 'exec ./server'],
  ['./server $PORT', './server $PORT'],
  ['./a\n./b', './a\n./b'],
  ['./a > log', './a > log'],
  ['./a *', './a *'],
])('a shell is given %j', (command, text) => {
  expect(commandLine(command, '/', '--run')(8000)).toEqual([which('sh'), '-c', text]);
});

test('where a shell would add nothing there is none', () => {
  expect(commandLine(' ./server  --port {port} ', '/', '--run')(8000)).toEqual(['./server', '--port', '8000']);
  expect(commandLine('python3 server.py a=b', '/', '--run')(0)).toEqual([findRuntime('python3')!.path, 'server.py', 'a=b']);
});

test('a list is taken word for word, its program looked up', () => {
  expect(commandLine(['./server', '$HOME', '{host}:{port}'], '/', 'run.yaml')(8000)).toEqual([
    './server',
    '$HOME',
    '0.0.0.0:8000',
  ]);
  expect(commandLine(['python3', 's.py'], '/', 'run.yaml')(0)[0]).toBe(findRuntime('python3')!.path);
  expect(commandLine(['env', 's'], '/', 'run.yaml')(0)[0]).toBe(which('env'));
});

test('a program that is not there is not the student’s fault, unless it is a file of theirs', () => {
  expect(() => commandLine(['no-such-program'], '/', 'run.yaml')).toThrow(NotGradable);
  expect(() => commandLine(['no-such-program'], '/', 'run.yaml')).toThrow(
    'run.yaml starts "no-such-program", and this machine has no such program.',
  );
  expect(() => commandLine(['etc'], '/', 'run.yaml')).toThrow('write ./etc');
});

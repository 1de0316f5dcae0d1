// Which class Java is told to start.
import { expect, test } from 'vitest';

import { mainClass } from './planJava.ts';

test.each([
  ['public class Server { public static void main(String[] a) {} }', 'Server'],
  ['package a.b;\nclass Server { public static void main(String[] a) {} }', 'a.b.Server'],
  ['class Handler { void run() { if (x) { } } }\nclass Start { public static void main(String... a) {} }', 'Start'],
  ['class Outer { static class Inner { public static void main(String[] a) {} } }', 'Outer$Inner'],
  ['class A { String s = "{ class B {"; char c = \'{\'; static class C { } public static void main(String[] a) {} }', 'A'],
  ['record Point(int x) { public static void main(String[] a) {} }', 'Point'],
  ['interface I { static void main(String[] a) { Class<?> c = I.class; } }', 'I'],
  ['no class at all', 'TimeServer'],
])('%s: %s', (text, name) => {
  expect(mainClass(text, 'src/TimeServer.java')).toBe(name);
});

// Which links a page may hold.
import { expect, test } from 'vitest';
import { anchorOf, safeHref } from './link.ts';

test.each(['students/2100.html', 'a%20b.html', '#check-TIME-1', './x:y.html', '../class.html', 'a.html#javascript:'])(
  'follows %s',
  (href) => {
    expect(safeHref(href)).toBe(href);
  },
);

test.each([
  null,
  '',
  'javascript:alert(1)',
  ' javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,x',
  'vbscript:x',
  'https://example.org',
  '//example.org',
  '/etc/passwd',
  '\\\\server\\share',
  '\u0001javascript:alert(1)',
])('does not follow %j', (href) => {
  expect(safeHref(href)).toBeUndefined();
});

test('makes an id of any name', () => {
  expect(anchorOf('TIME-2/zone')).toBe('check-TIME-2-zone');
  expect(anchorOf('a "b" <c>')).toMatch(/^[\w-]+$/u);
});

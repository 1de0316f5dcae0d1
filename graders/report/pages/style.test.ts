// The colours of the pages can be read, by day and in the dark.
import { expect, test } from 'vitest';
import { style } from './style.ts';

const blocks = [...style.matchAll(/:root \{([^}]*)\}/gu)].map(([, block]) =>
  Object.fromEntries([...block!.matchAll(/--([\w-]+): (#[0-9a-f]{3,6});/gu)].map(([, name, colour]) => [name!, colour!])),
);
const [light, dark, print] = blocks;

const channel = (value: number): number => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);

/** Relative luminance, as WCAG 2 defines it. */
function luminance(colour: string): number {
  const digits = colour.length === 4 ? colour.slice(1).replace(/./gu, '$&$&') : colour.slice(1);
  const [red, green, blue] = digits.match(/../gu)!.map((pair) => channel(Number.parseInt(pair, 16) / 255));
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

const contrast = (a: string, b: string): number => {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high! + 0.05) / (low! + 0.05);
};

const pairs = [
  ['ink', 'paper'],
  ['ink', 'raised'],
  ['quiet', 'paper'],
  ['quiet', 'raised'],
  ['accent', 'paper'],
  ['accent', 'raised'],
  ['on-accent', 'accent'],
  ['good-ink', 'good'],
] as const;

test.each([
  ['by day', { ...light }],
  ['in the dark', { ...light, ...dark }],
  ['on paper', { ...light, ...print }],
])('text stands out %s', (_, colours) => {
  for (const [ink, ground] of pairs) {
    expect(contrast(colours[ink]!, colours[ground]!), `${ink} on ${ground}`).toBeGreaterThanOrEqual(4.5);
  }
});

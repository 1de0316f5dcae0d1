// The student page as a browser shows it: what it says, what it must never do, and whom it must reach.
// The law here: the page is opened from disk in Chromium, and any complaint of the browser fails.
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRules } from '../../engine/index.ts';
import { clientReport, sampleFinding, sampleReport, sampleWith } from '../sample.test.support.ts';
import { launch, open, tabThrough } from './browser.test.support.ts';
import { attack, failingReport, harmfulIn, hostileReport, longCheck } from './sampleClass.test.support.ts';
import { studentPage } from './studentPage.tsx';

const options = { title: 'Time server', studentName: 'Ayu', language: 'en' } as const;
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

test('shows the score, what to mend first, the rubric, and how it fails', async () => {
  await using opened = await open(browser, studentPage(failingReport(), options));
  const { page, complaints } = opened;
  expect(await page.title()).toBe('Ayu · Time server');
  expect(await page.locator('.top').innerText()).toMatch(
    /25 of 100 points\s+First to mend: TIME-1 \(25 points\): the answer is not what it should be\s+Looks like lf-only your lines end/u,
  );
  expect(await page.locator('.rubric tbody tr').allInnerTexts()).toHaveLength(4);
  const [timeOne] = await page.locator('article.check').allInnerTexts();
  expect(timeOne).toContain('lf-only your lines end in \\n alone');
  expect(timeOne).toContain('            ^ byte 12 is \\n, should be \\r');
  expect(await page.locator('.hex').innerText()).toBe(
    [
      '0000  4a 41 4d 20 30 33 3a 30  JAM 03:0',
      '0008  34 3a 30 30 0a           4:00·',
      '                  ^^               ^',
    ].join('\n'),
  );
  expect(await page.locator('.hex mark').allInnerTexts()).toEqual(['0a', '·']);
  expect(complaints).toEqual([]);
});

test('draws the conversation: who, which way, cuts, the wrong byte, the proof', async () => {
  await using opened = await open(browser, studentPage(failingReport(), options));
  const ladders = opened.page.locator('.ladder');
  const rungs = (await ladders.nth(0).locator('tbody tr').allInnerTexts()).map((text) => text.replace(/\s+/gu, ' ').trim());
  expect(rungs).toEqual([
    '0.5 A connects',
    '1.0 A sends TI',
    '1.5 A sends cut: a segment of its own ME\\r\\n',
    '2.0 A answers JAM 03:04:00\\n first wrong byte',
    '3.0 A FIN: closes',
  ]);
  const lifeOfA = ladders.nth(1).locator('tbody td.lane:nth-child(2)');
  expect(await lifeOfA.evaluateAll((all) => all.map((one) => one.classList.contains('life')))).toEqual([
    true,
    false,
    false,
    false,
  ]);
  expect(await ladders.nth(1).locator('.evidence').innerText()).toContain('Proof of silence');
  expect(await ladders.nth(1).locator('thead th').allInnerTexts()).toEqual(['ms', 'A', 'B', 'What went over the wire', 'Server']);
});

test.each([
  [
    'en',
    ['ms', 'keyboard', 'screen', 'A', 'What was typed, sent and shown', 'Client'],
    ['1.0 A connects', '2.0 keyboard types 2 + 3\\n', '3.0 A sends 2 + 3', '4.0 A answers 70417', '5.0 screen shows >\\x20'],
    ['6.0 keyboard Ctrl-D: ends the input', '7.0 A FIN: ends', /^Proof of silence: every thread of the client/],
    'Typed\n2 + 3\nExpected\n70417\nReceived\nnothing\nYour client\nwaits in recv for more',
    'Started at\na terminal',
  ],
  [
    'id',
    ['ms', 'papan ketik', 'layar', 'A', 'Yang diketik, dikirim, dan ditampilkan', 'Klien'],
    [
      '1.0 A menyambung',
      '2.0 papan ketik mengetik 2 + 3\\n',
      '3.0 A mengirim 2 + 3',
      '4.0 A menjawab 70417',
      '5.0 layar menampilkan >\\x20',
    ],
    ['6.0 papan ketik Ctrl-D: mengakhiri masukan', '7.0 A FIN: mengakhiri', /^Bukti diam: semua thread klien/],
    'Diketik\n2 + 3\nSeharusnya\n70417\nDiterima\ntidak ada\nKlien Anda\nwaits in recv for more',
    'Dijalankan di\nterminal',
  ],
] as const)('of a client, with keyboard and screen (%s)', async (language, heads, rungs, last, finding, at) => {
  await using opened = await open(browser, studentPage(clientReport(), { ...options, language }));
  const { page, complaints } = opened;
  expect(await page.locator('.ladder thead th').allInnerTexts()).toEqual(heads);
  const shown = (await page.locator('.ladder tbody tr').allInnerTexts()).map((text) => text.replace(/\s+/gu, ' ').trim());
  expect(shown.slice(0, 5)).toEqual(rungs);
  expect(shown.slice(5)).toEqual([last[0], last[1], expect.stringMatching(last[2])]);
  expect(await page.locator('dl.finding').innerText()).toBe(finding);
  expect(await page.locator('dl.facts').innerText()).toContain(at);
  expect(complaints).toEqual([]);
});

test('a link in the rubric leads to its check, and passed checks unfold', async () => {
  await using opened = await open(browser, studentPage(failingReport(), options));
  const { page } = opened;
  await page.locator('.rubric a', { hasText: 'TIME-4' }).click();
  expect(page.url()).toMatch(/#check-TIME-4$/u);
  const passed = page.locator('details.check').first();
  expect(await passed.getAttribute('open')).toBeNull();
  await passed.locator('summary').focus();
  await page.keyboard.press('Enter');
  expect(await passed.getAttribute('open')).toBe('');
});

test('runs no script, loads nothing and hides nothing, whatever a program and its author call themselves', async () => {
  const html = studentPage(hostileReport(), { ...options, title: attack, studentName: attack });
  expect(harmfulIn(html)).toEqual([]);
  await using opened = await open(browser, html);
  const { page, complaints } = opened;
  for (const folded of await page.locator('summary').all()) await folded.click();
  expect(await page.evaluate('window.broken')).toBeUndefined();
  expect(await page.locator('script, img, iframe, b[onclick], [style], svg[onload]').count()).toBe(0);
  expect(await page.locator('style').count()).toBe(1);
  expect(await page.locator('h1').innerText()).toContain('<script>window.broken=1</script>');
  expect(complaints).toEqual([]);
});

test('the policy stops a script and a style that got in all the same', async () => {
  const planted = '<p style="color:red">x</p><script>window.broken=1</script><img src="x.png">';
  await using opened = await open(browser, studentPage(sampleReport(), options).replace('<main', `${planted}<main`));
  expect(await opened.page.evaluate('window.broken')).toBeUndefined();
  expect(opened.complaints.join('\n')).toMatch(/inline style[^]*inline script|inline script[^]*inline style/u);
  expect(opened.complaints.join('\n')).toMatch(/loading the image/iu);
});

test('no string of a report brings a harmful character or markup into the page', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom('<b>', '</style>', '\u202e', '&lt;', '"', '\\'),
  );
  const finding = fc.record({
    message: text,
    sent: text,
    expected: text,
    received: text,
    offset: fc.nat(70),
    wanted: text,
    standsAt: text,
    reproduce: text,
  });
  fc.assert(
    fc.property(text, finding, (name, found) => {
      const report = sampleWith(
        { 'TIME-1': { verdict: 'failed', title: name, finding: sampleFinding(found) } },
        { reason: name },
      );
      const html = studentPage(report, { ...options, studentName: name });
      expect(harmfulIn(html)).toEqual([]);
      expect(html.match(/<(?!\/)[a-z]+/giu)?.filter((tag) => tag === '<style' || tag === '<script')).toEqual(['<style']);
      expect(html.match(/<bdi>[^<]*<\/bdi>/gu)?.length).toBeGreaterThan(0);
    }),
    { numRuns: 60 },
  );
});

describe('reaches everyone:', () => {
  test('the keyboard reaches all there is, and shows where it is', async () => {
    await using opened = await open(browser, studentPage(failingReport(), options));
    const { reached, unreached, withoutOutline } = await tabThrough(opened.page);
    expect(reached).toBeGreaterThan(10);
    expect(unreached).toEqual([]);
    expect(withoutOutline).toEqual([]);
  });

  test('landmarks, headings without a gap, captions, names for regions', async () => {
    await using opened = await open(browser, studentPage(failingReport(), options));
    const { page } = opened;
    expect(await page.locator('header.top, main, footer').count()).toBe(3);
    const headings = await page.locator('h1, h2, h3').evaluateAll((all) => all.map((one) => one.outerHTML));
    const levels = headings.map((heading) => Number(heading[2]));
    expect(levels.length).toBeGreaterThan(5);
    expect(levels.every((level, i) => level <= (levels[i - 1] ?? 0) + 1)).toBe(true);
    expect(await page.locator('table:not(:has(caption))').count()).toBe(0);
    expect(await page.locator('[role=region]:not([aria-label]):not([aria-labelledby])').count()).toBe(0);
  });

  test.each([390, 1440])('at %i pixels nothing stands beyond the edge', async (width) => {
    await using opened = await open(browser, studentPage(failingReport(), options), { viewport: { width, height: 800 } });
    expect(await opened.page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  });

  test('in Indonesian, with the handout in Indonesian; what the grader says is marked as English', async () => {
    const handout = readRules(readFileSync('labs/time-server/handout.id.md', 'utf8'));
    await using opened = await open(browser, studentPage(failingReport(), { ...options, language: 'id', handout }));
    const { page, complaints } = opened;
    expect(await page.locator('html').getAttribute('lang')).toBe('id');
    expect(await page.locator('h2').allInnerTexts()).toEqual([
      'Rubrik',
      'Yang perlu diperbaiki',
      '2 pemeriksaan yang lulus',
      'Yang dicetak program Anda',
      'Cara program dijalankan',
    ]);
    expect(await page.locator('.rule').first().innerText()).toContain('dijawab dengan');
    expect(await page.locator('.message [lang=en]').first().innerText()).toMatch(/the answer is not/iu);
    expect(complaints).toEqual([]);
  });
});

test.each([
  ['not-built', 'did not build', 'First: make it build.'],
  ['not-started', 'did not start', 'First: make it start'],
  ['not-gradable', 'could not be graded', 'This is not your fault'],
] as const)('says why there are no verdicts: %s', async (outcome, heading, advice) => {
  const report = sampleReport({ outcome, score: 0, checks: [], reason: 'gcc failed\nserver.c:1:1: error' });
  await using opened = await open(browser, studentPage(report, options));
  const text = await opened.page.locator('main').innerText();
  expect(text).toContain(heading);
  expect(text).toContain(advice);
  expect(text).toContain('server.c:1:1: error');
  expect(await opened.page.locator('.score').count()).toBe(outcome === 'not-gradable' ? 0 : 1);
});

test('a broken check costs nothing, and says whose fault it is', async () => {
  const finding = sampleFinding({ message: 'TypeError: x is not a function' });
  const report = sampleWith({ 'TIME-1': { verdict: 'broken', finding } });
  await using opened = await open(browser, studentPage(report, options));
  expect(await opened.page.locator('.top').innerText()).toContain('25 more are open');
  expect(await opened.page.locator('article.check').innerText()).toContain('TypeError: x is not a function');
});

test('leads to the capture beside it, whatever it is called, and says who interrupted the program', async () => {
  const { server } = sampleReport();
  const report = sampleReport({ server: { ...server, exit: 'killed by SIGINT', stderr: 'KeyboardInterrupt' } });
  await using opened = await open(browser, studentPage(report, { ...options, capture: 'a%20"b.pcapng' }));
  const { page, complaints } = opened;
  expect(await page.locator('.facts a').evaluate((link) => link.getAttribute('href'))).toBe('a%2520%22b.pcapng');
  expect(await page.locator('section[aria-labelledby=printed]').innerText()).toContain('the grader interrupted it');
  expect(complaints).toEqual([]);
});

test('a long conversation and a long output are cut, and what is left out is counted', async () => {
  const report = sampleReport({ checks: [{ ...longCheck(500), verdict: 'failed' }] });
  const printed = Array.from({ length: 1000 }, (_, i) => `line ${i}`).join('\n');
  const html = studentPage({ ...report, server: { ...report.server, stdout: printed } }, options);
  await using opened = await open(browser, html);
  expect(await opened.page.locator('.omitted').innerText()).toBe('… 441 events are left out …');
  const output = await opened.page.locator('section[aria-labelledby=printed]').innerText();
  expect(output).toContain('… 960 earlier lines are left out …');
  expect(output).toContain('line 999');
  expect(html.length).toBeLessThan(60_000);
});

// The class page as a browser shows it: its numbers, sorting, filtering, and what it must never do.
// The law here: the page is opened from disk in Chromium, and any complaint of the browser fails.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleReport } from '../sample.test.support.ts';
import { launch, open, tabThrough } from './browser.test.support.ts';
import { classPage } from './classPage.tsx';
import { attack, harmfulIn, hostileReport, sampleRow, sampleRows } from './sampleClass.test.support.ts';

const options = { title: 'Time server', language: 'en', linkOf: () => 'students/1.html' } as const;
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const names = (page: Page): Promise<string[]> => page.locator('.heat tbody tr:visible th bdi:first-child').allTextContents();
const numbersOf = async (page: Page): Promise<string[]> =>
  (await names(page)).filter((name) => name.startsWith('Student')).map((name) => name.replace('Student ', ''));

test('tells the numbers, the slips and who was not graded', async () => {
  const rows = [
    ...sampleRows(6),
    sampleRow(6, { report: null, submission: null }),
    sampleRow(7, { report: null, problem: 'work.rar is no archive that is read' }),
    sampleRow(8, { report: sampleReport({ outcome: 'not-built', reason: 'gcc failed\nmore', checks: [], score: 0 }) }),
  ];
  await using opened = await open(browser, classPage(rows, options));
  const { page, complaints } = opened;
  const figures = await page.locator('.numbers div').evaluateAll((all) => all.map((one) => one.textContent));
  expect(figures).toEqual(['students9', 'Median100 %', 'Mean64.3 %', 'Full score4', 'Not graded3']);
  const slips = await page.locator('section[aria-labelledby=slips] tbody tr').allInnerTexts();
  expect(slips.map((text) => text.replace(/\s+/gu, ' '))).toEqual([
    'lf-only your lines end in \\n alone; the rule wants \\r\\n TIME-1 2 Show who',
    'serial-accept one at a time TIME-4 2 Show who',
  ]);
  expect(await page.locator('.histogram').getAttribute('aria-label')).toBe(
    '0–9 %: 1 student; 20–29 %: 2 students; 100 %: 4 students',
  );
  const ungraded = await page.locator('section[aria-labelledby=ungraded]').innerText();
  for (const words of [
    'did not build (1)',
    'gcc failed',
    'could not be read (1)',
    'work.rar is no archive',
    'handed in nothing (1)',
  ]) {
    expect(ungraded).toContain(words);
  }
  expect(complaints).toEqual([]);
});

test('sorts by any column, and back', async () => {
  const rows = [...sampleRows(12), sampleRow(12, { report: null, submission: null })];
  await using opened = await open(browser, classPage(rows, options));
  const { page } = opened;
  const sortBy = (label: string) => page.locator('.heat thead button', { hasText: label }).click();
  const sorted = (label: string) => page.locator('.heat thead th', { hasText: label }).getAttribute('aria-sort');
  await sortBy('Student');
  expect(await numbersOf(page)).toEqual([...Array(13).keys()].map(String));
  await sortBy('Student');
  expect(await sorted('Student')).toBe('descending');
  expect((await numbersOf(page))[0]).toBe('12');
  await sortBy('Score');
  expect(await numbersOf(page)).toEqual(['0', '3', '6', '9', '1', '2', '4', '5', '7', '8', '10', '11', '12']);
  await sortBy('ms');
  await sortBy('ms');
  expect(await numbersOf(page)).toEqual(['11', '10', '9', '8', '7', '6', '5', '4', '3', '2', '1', '0', '12']);
  await sortBy('TIME-4');
  expect((await numbersOf(page)).slice(0, 5)).toEqual(['0', '3', '6', '9', '1']);
  await page.keyboard.press('Enter');
  expect(await sorted('TIME-4')).toBe('descending');
  expect((await numbersOf(page)).at(-1)).toBe('12');
  expect(await sorted('Student')).toBeNull();
});

test('filters by name, by slip, and by the verdict of a check', async () => {
  await using opened = await open(browser, classPage(sampleRows(12), options));
  const { page, complaints } = opened;
  const status = () => page.locator('[role=status]').innerText();
  expect(await status()).toBe('12 of 12 shown');
  await page.getByLabel('Name, id or slip').fill('student 1');
  expect(await numbersOf(page)).toEqual(['1', '10', '11']);
  expect(await status()).toBe('3 of 12 shown');
  await page.getByLabel('Name, id or slip').fill('');
  await page.locator('#filter-check').selectOption({ label: 'TIME-1' });
  await page.locator('#filter-verdict').selectOption({ label: 'failed' });
  expect(await numbersOf(page)).toEqual(['0', '3', '6', '9']);
  await page.locator('#filter-check').selectOption({ label: 'TCP-3' });
  expect(await numbersOf(page)).toEqual([]);
  await page.getByRole('button', { name: 'Show who: serial-accept' }).click();
  expect(await numbersOf(page)).toEqual(['0', '3', '6', '9']);
  expect(complaints).toEqual([]);
});

test('leads to the pages of students, and follows no other link', async () => {
  const links = ['students/a%20b.html', 'javascript:window.broken=1', null];
  const linkOf = (row: { submission: string | null }) => links[Number(row.submission?.replace('student-', ''))] ?? null;
  await using opened = await open(browser, classPage(sampleRows(3), { ...options, linkOf }));
  expect(await opened.page.locator('.heat a').evaluateAll((all) => all.map((one) => one.getAttribute('href')))).toEqual([
    links[0],
  ]);
});

test('runs no script of others, whatever a student is called and a program says', async () => {
  const hostile = { id: attack, name: attack, email: attack, username: attack };
  const rows = [
    sampleRow(0, { students: [hostile], report: hostileReport(), submission: attack }),
    sampleRow(1, { students: [hostile, hostile], report: null, problem: attack }),
    sampleRow(2),
  ];
  const html = classPage(rows, { ...options, title: attack, linkOf: () => attack });
  expect(harmfulIn(html)).toEqual([]);
  await using opened = await open(browser, html);
  const { page, complaints } = opened;
  await page.locator('.heat thead button').first().click();
  await page.locator('button[data-find]').first().click();
  expect(await page.locator('.heat tbody tr:visible').count()).toBe(1);
  expect(await page.evaluate('window.broken')).toBeUndefined();
  expect(await page.locator('img, iframe, b[onclick], [style], a[href*=script]').count()).toBe(0);
  expect(await page.locator('script').count()).toBe(1);
  expect(complaints).toEqual([]);
});

test('the keyboard reaches all there is, and shows where it is', async () => {
  await using opened = await open(browser, classPage(sampleRows(4), options));
  const { reached, unreached, withoutOutline } = await tabThrough(opened.page);
  expect(reached).toBeGreaterThan(15);
  expect(unreached).toEqual([]);
  expect(withoutOutline).toEqual([]);
});

test('a verdict is a word, for those who do not see its colour or mark', async () => {
  await using opened = await open(browser, classPage(sampleRows(1), { ...options, language: 'id' }));
  const cells = opened.page.locator('.heat tbody td:is(.passed, .failed)');
  expect(await cells.evaluateAll((all) => all.map((one) => one.textContent))).toEqual(['gagal', 'lulus', 'gagal', 'lulus']);
  expect(await opened.page.locator('table:not(:has(caption))').count()).toBe(0);
});

test('without its script it shows the same table, and no controls that would do nothing', async () => {
  await using opened = await open(browser, classPage(sampleRows(4), options), { javaScriptEnabled: false });
  expect(await numbersOf(opened.page)).toHaveLength(4);
  expect(await opened.page.locator('.filters, [data-find]').evaluateAll((all) => all.length)).toBe(3);
  expect(await opened.page.locator('.filters:visible, [data-find]:visible').count()).toBe(0);
});

test.each([390, 1440])('at %i pixels nothing but the table is wider than the page', async (width) => {
  await using opened = await open(browser, classPage(sampleRows(4), options), { viewport: { width, height: 800 } });
  expect(await opened.page.evaluate('document.documentElement.scrollWidth')).toBe(width);
});

test('holds 1000 students in less than a megabyte, and sorts and filters them', async () => {
  const html = classPage(sampleRows(1000), options);
  expect(html.length).toBeLessThan(1_000_000);
  await using opened = await open(browser, html);
  const { page, complaints } = opened;
  await page.locator('.heat thead button', { hasText: 'Score' }).click();
  expect((await numbersOf(page)).slice(0, 2)).toEqual(['0', '3']);
  await page.getByLabel('Name, id or slip').fill('lf-only');
  expect(await page.locator('[role=status]').innerText()).toBe('334 of 1,000 shown');
  expect(await page.locator('.heat tbody tr:visible').count()).toBe(334);
  expect(complaints).toEqual([]);
});

test('the columns stand under their headings, also far down and on a phone, and on paper all fit beside each other', async () => {
  const row = sampleRow(0);
  const checks = Array.from({ length: 16 }, (_, i) => ({ ...row.report!.checks[0]!, id: `CHECK-${i}` }));
  const rows = Array.from({ length: 60 }, (_, i) => sampleRow(i, { report: { ...row.report!, checks } }));
  await using opened = await open(browser, classPage(rows, options), { viewport: { width: 390, height: 800 } });
  const { page } = opened;
  const lefts = (line: string) =>
    page.locator(`.heat ${line} > *`).evaluateAll((all) => all.map((one) => one.getBoundingClientRect().left));
  await page.locator('.heat tbody tr').last().scrollIntoViewIfNeeded();
  expect(await lefts('tbody tr:last-child')).toEqual(await lefts('thead tr'));
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 673, height: 1000 }); // A4 without its margins
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(673);
});

test('an empty class is a page too', async () => {
  await using opened = await open(browser, classPage([], options));
  expect(await opened.page.locator('.numbers').innerText()).toMatch(/0/u);
  expect(opened.complaints).toEqual([]);
});

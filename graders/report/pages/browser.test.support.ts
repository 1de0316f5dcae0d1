// A headless Chromium to open pages in, from disk, as a person does.
// The law here: every complaint of the browser is kept, so that a page which makes one fails its test.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const quietly = ['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** The first Chromium there is on PATH, under any of its names. */
function executable(): string {
  const folders = (process.env['PATH'] ?? '').split(':');
  const found = ['chromium', 'chromium-browser', 'google-chrome']
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((file) => existsSync(file));
  if (found === undefined) throw new Error('the pages are tested in Chromium, and there is none: install the package chromium');
  return found;
}

export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: executable(), args: ['--no-sandbox', '--disable-gpu', '--disable-quic', ...quietly] });

export interface Opened extends AsyncDisposable {
  page: Page;
  /** What the browser complained of: errors, warnings, broken policies, and whatever it tried to load. */
  complaints: string[];
}

export async function open(browser: Browser, html: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const folder = mkdtempSync(join(tmpdir(), 'page-'));
  const file = join(folder, 'page.html');
  writeFileSync(file, html);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  const url = pathToFileURL(file).href;
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== url) complaints.push(`loads ${request.url()}`);
  });
  await page.goto(url);
  return {
    page,
    complaints,
    async [Symbol.asyncDispose]() {
      await context.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Presses Tab until the page has been gone through, and tells what was reached: one line an element. */
export async function tabThrough(page: Page): Promise<{ reached: number; unreached: string[]; withoutOutline: string[] }> {
  const count = await page.evaluate<number>(markReachable);
  const withoutOutline: string[] = [];
  for (let i = 0; i < count; i += 1) {
    await page.keyboard.press('Tab');
    const plain = await page.evaluate<string>(noteFocus);
    if (plain !== '') withoutOutline.push(plain);
  }
  return { reached: count, unreached: await page.evaluate<string[]>(listUnreached), withoutOutline };
}

// These run in the page; as text, for the types of a browser are not ours.
const markReachable = `(() => {
  const all = [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')];
  window.waiting = new Set(all.filter((element) => element.checkVisibility()));
  return window.waiting.size;
})()`;
const noteFocus = `(() => {
  const element = document.activeElement;
  window.waiting.delete(element);
  return getComputedStyle(element).outlineStyle === 'none' ? element.outerHTML.slice(0, 80) : '';
})()`;
const listUnreached = `[...window.waiting].map((element) => element.outerHTML.slice(0, 80))`;

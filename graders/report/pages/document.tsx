// The frame of every page: one file that loads nothing, with its style and script inside and a policy that allows no others.
// The law here: what is put in raw is a constant of ours. Everything else is text, and Preact escapes it.
import { createHash } from 'node:crypto';

import type { ComponentChildren } from 'preact';
import { render } from 'preact-render-to-string';

import { oneLine } from '../characters.ts';
import { style } from './style.ts';
import type { Language } from './words.ts';

interface Frame {
  title: string;
  language: Language;
  /** Our own, in the page's own words nowhere: it runs on every class page alike. */
  script?: string;
  children: ComponentChildren;
}

/** A whole page as a file's text. */
export function documentOf({ title, language, script, children }: Frame): string {
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    ...(script === undefined ? [] : [`script-src ${hashOf(script)}`]),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const page = (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={policy} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>{oneLine(title)}</title>
        <style dangerouslySetInnerHTML={{ __html: style }} />
      </head>
      <body>
        {children}
        {script !== undefined && <script dangerouslySetInnerHTML={{ __html: script }} />}
      </body>
    </html>
  );
  return `<!doctype html>\n${render(page)}\n`;
}

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

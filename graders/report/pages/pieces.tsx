// The small pieces that all pages are made of.
// The law here: text from outside passes through one of these, which shows what it could hide; colour never tells a thing alone.
import type { Verdict } from '../../engine/index.ts';
import { oneLine, safe } from '../characters.ts';
import type { Words } from './words.ts';

const marks: Record<Verdict, string> = { passed: '✓', failed: '✗', skipped: '–', broken: '!' };

/** A name or a sentence of somebody else's, in one line; it cannot change the direction of what stands around it. */
export const Name = ({ text }: { text: string }) => <bdi>{oneLine(text)}</bdi>;

/** What a grader says: it says so in English. */
export const Said = ({ text }: { text: string }) => <span lang="en">{oneLine(text)}</span>;

/** A sentence of a handout, with its `code` and **stress**. */
export const Sentence = ({ text }: { text: string }) => (
  <>
    {oneLine(text)
      .split(/(`[^`]+`|\*\*[^*]+\*\*)/u)
      .map((part) =>
        part.startsWith('`') ? <code>{part.slice(1, -1)}</code> : part.startsWith('**') ? <b>{part.slice(2, -2)}</b> : part,
      )}
  </>
);

export const VerdictMark = ({ verdict, words }: { verdict: Verdict; words: Words }) => (
  <span class={`verdict ${verdict}`}>
    <span aria-hidden="true">{marks[verdict]}</span> {words.verdicts[verdict]}
  </span>
);

/** Lines as a program printed them. What is wider than the page can be scrolled, also by keyboard, or `isBroken`, as a terminal does. */
export const Lines = ({ text, label, isBroken }: { text: string; label: string; isBroken?: true }) => (
  <pre class={isBroken && 'broken-lines'} tabindex={0} role="region" aria-label={label}>
    {safe(text)}
  </pre>
);

/** A share of a whole, as a bar; it only repeats a number that stands beside it. */
export const Bar = ({ share }: { share: number }) => (
  <svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
    <rect class="track" width="100" height="6" />
    <rect class="part" width={Math.round(share * 1000) / 10} height="6" />
  </svg>
);

// What is wrong, of a check that failed: what was sent, what should have come, what came, and what it looks like.
// The law here: the first wrong byte is marked by a caret and in words, and bytes stand in lines that do not break.
import type { Finding } from '../../engine/index.ts';
import { caretLabel } from '../caret.ts';
import { columns, safe } from '../characters.ts';
import { excerptAround, excerptOfEnds } from '../excerpt.ts';
import { isCutOff, tokens } from '../notation.ts';
import { HexDump } from './hexDump.tsx';
import { Lines, Said } from './pieces.tsx';
import type { Words } from './words.ts';

/** Columns of a line of bytes; a phone scrolls it. */
const room = 76;

interface FindingOf {
  finding: Finding;
  words: Words;
  number: (value: number) => string;
}

export function FindingDetails({ finding, words, number }: FindingOf) {
  const { labels } = words;
  const { typed = null, sent, expected, received, offset, wanted, looksLike, standsAt, reproduce } = finding;
  const [stands = '', ...lastWords] = (standsAt ?? '').split('\n');
  return (
    <>
      <dl class="finding">
        {typed !== null && (
          <>
            <dt>{labels.typed}</dt>
            <dd>
              <Said text={typed} />
            </dd>
          </>
        )}
        {sent !== null && <BytesField label={labels.sent} notation={sent} nothing={labels.nothing} />}
        {expected !== null && <BytesField label={labels.expected} notation={expected} nothing={labels.nothing} around={offset} />}
        {received !== null && <Received finding={finding} words={words} />}
        {looksLike !== null && (
          <>
            <dt>{labels.looksLike}</dt>
            <dd class="slip">
              <code>
                <Said text={looksLike.name} />
              </code>{' '}
              <Said text={looksLike.hint} />
            </dd>
          </>
        )}
        {standsAt !== null && (
          <>
            <dt>{labels.server}</dt>
            <dd>
              <Said text={stands} />
              {lastWords.length > 0 && <Lines text={lastWords.join('\n')} label={labels.server} />}
            </dd>
          </>
        )}
        {reproduce !== null && (
          <>
            <dt>{labels.byHand}</dt>
            <dd>
              <Lines text={reproduce} label={labels.byHand} isBroken />
            </dd>
          </>
        )}
      </dl>
      {received !== null && offset !== null && (
        <HexDump received={received} offset={offset} wanted={wanted} words={words} number={number} />
      )}
    </>
  );
}

interface BytesFieldOf {
  label: string;
  notation: string;
  nothing: string;
  /** The byte that matters most. */
  around?: number | null;
}

function BytesField({ label, notation, nothing, around = null }: BytesFieldOf) {
  const list = tokens(notation);
  const { before, at, after } =
    around === null ? { before: excerptOfEnds(list, room), at: '', after: '' } : excerptAround(list, around, room);
  return (
    <>
      <dt>{label}</dt>
      <dd>
        {list.length === 0 ? (
          <span class="quiet">{nothing}</span>
        ) : (
          <pre class="bytes" tabindex={0} role="region" aria-label={label}>
            {before + at + after}
          </pre>
        )}
      </dd>
    </>
  );
}

function Received({ finding: { received, offset, wanted }, words: { labels } }: { finding: Finding; words: Words }) {
  const list = tokens(received ?? '');
  if (list.length === 0 || offset === null || isCutOff(list, offset)) {
    return <BytesField label={labels.received} notation={received ?? ''} nothing={labels.nothing} />;
  }
  const { before, at, after } = excerptAround(list, offset, room);
  return (
    <>
      <dt>{labels.received}</dt>
      <dd>
        <pre class="bytes" tabindex={0} role="region" aria-label={labels.received}>
          {before}
          <mark>{at === '' ? '_' : at}</mark>
          {after}
          {'\n'}
          <b lang="en">{`${' '.repeat(columns(before))}^ ${caretLabel(list, offset, wanted === null ? null : safe(wanted))}`}</b>
        </pre>
      </dd>
    </>
  );
}

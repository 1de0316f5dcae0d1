// What came in hex and as text, side by side, with carets under the first wrong byte.
// The law here: only bytes that came are shown; how many stand before and behind is counted.
import { caretLabel } from '../caret.ts';
import { safe } from '../characters.ts';
import { isCutOff, tokens } from '../notation.ts';
import { type HexRow, octets, rowLength, rowsAround } from './octets.ts';
import type { Words } from './words.ts';

interface Dump {
  received: string;
  offset: number;
  wanted: string | null;
  words: Words;
  number: (value: number) => string;
}

export function HexDump({ received, offset, wanted, words, number }: Dump) {
  const list = tokens(received);
  const bytes = octets(list);
  if (bytes.length === 0 || offset > bytes.length || isCutOff(list, offset)) return null;
  const { before, rows, after } = rowsAround(bytes, offset);
  const width = Math.max(4, bytes.length.toString(16).length);
  return (
    <figure>
      <figcaption>
        {words.hexCaption}: <b lang="en">{caretLabel(list, offset, wanted === null ? null : safe(wanted))}</b>
      </figcaption>
      <pre class="hex" tabindex={0} role="region" aria-label={words.hexCaption}>
        {before > 0 && <i>{words.bytesLeftOut(number(before))}</i>}
        {rows.map((row, i) => [before + i > 0 && '\n', <Row row={row} width={width} offset={offset} />])}
        {after > 0 && <i>{`\n${words.bytesLeftOut(number(after))}`}</i>}
      </pre>
    </figure>
  );
}

const shown = (byte: number): string => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·');

/** A row, and below it the carets if the byte stands in it. A byte that is missing has a place of its own. */
function Row({ row, width, offset }: { row: HexRow; width: number; offset: number }) {
  const at = offset - row.offset;
  const isHere = at >= 0 && at < rowLength && at <= row.bytes.length;
  const cells = Array.from({ length: rowLength }, (_, i) => {
    const byte = row.bytes[i];
    if (byte === undefined) return i === at ? { hex: '__', text: '_' } : { hex: '  ', text: '' };
    return { hex: byte.toString(16).padStart(2, '0'), text: shown(byte) };
  });
  const mark = (text: string, i: number) => (isHere && i === at ? <mark>{text}</mark> : text);
  return (
    <>
      <i>{row.offset.toString(16).padStart(width, '0')}</i>
      {'  '}
      {cells.map(({ hex }, i) => [mark(hex, i), ' '])} {cells.map(({ text }, i) => mark(text, i))}
      {isHere && <b aria-hidden="true">{`\n${' '.repeat(width + 2 + at * 3)}^^${' '.repeat((rowLength - at) * 3 - 1 + at)}^`}</b>}
    </>
  );
}

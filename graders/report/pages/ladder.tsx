// The conversation of a check as a ladder: a lane for each of the engine's ends, what a client's person has among them, one for
// the program, and a rung for each segment.
// The law here: a table, so that it reads in order without its picture: every rung says who did what.
import type { CheckReport, TranscriptEntry } from '../../engine/index.ts';
import { columns, oneLine } from '../characters.ts';
import { excerptAround, excerptOfEnds } from '../excerpt.ts';
import { tokens } from '../notation.ts';
import { type EventRow, ladderRows } from './ladderRows.ts';
import type { Words } from './words.ts';

/** More clients than these share one lane, in which their names stand. */
const mostLanes = 10;

/** So much of a segment is shown, in characters. */
const room = 120;

interface Ladder {
  check: CheckReport;
  /** How many events are shown. */
  most: number;
  words: Words;
  number: (value: number) => string;
}

export function Ladder({ check, most, words, number }: Ladder) {
  const rows = ladderRows(check, most);
  if (rows.length === 0) return <p class="quiet">{words.noTranscript}</p>;
  const names = [...new Set(check.transcript.filter(({ event }) => event !== 'omitted').map(({ client }) => client))];
  const isDevice = (name: string): boolean => Object.hasOwn(words.devices, name);
  const called = (name: string): string => (isDevice(name) ? words.devices[name]! : oneLine(name));
  names.sort((a, b) => Number(isDevice(b)) - Number(isDevice(a))); // they stand where a person sits
  const lanes = lanesOf(names, check.transcript);
  const head = words.ladderColumns;
  return (
    <figure class="wide">
      <div class="scroll" tabindex={0} role="region" aria-label={oneLine(words.ladderCaption(check.id))}>
        <table class="ladder">
          <caption>{oneLine(words.ladderCaption(check.id))}</caption>
          <thead>
            <tr>
              <th scope="col" class="at">
                {head.time}
              </th>
              {lanes.map(({ name }) => (
                <th scope="col" class="lane">
                  {name === null ? head.client : <bdi>{called(name)}</bdi>}
                </th>
              ))}
              <th scope="col" class="what">
                {head.what}
              </th>
              <th scope="col" class="lane">
                {head.server}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              if (row.kind === 'event') return <Rung row={row} lanes={lanes} called={called} words={words} number={number} />;
              const text = row.kind === 'omitted' ? words.entriesLeftOut(number(row.count)) : words.evidence[row.by];
              return (
                <tr class={row.kind === 'omitted' ? 'omitted' : 'evidence'}>
                  <td colspan={lanes.length + 3}>{text}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </figure>
  );
}

interface Lane {
  /** `null` where all clients share it. */
  name: string | null;
  /** Its client's first entry, its last, and what comes between them. */
  alive: ReadonlySet<TranscriptEntry>;
}

function lanesOf(names: string[], transcript: TranscriptEntry[]): Lane[] {
  if (names.length > mostLanes) return [{ name: null, alive: new Set(transcript) }];
  return names.map((name) => {
    const isOwn = ({ client }: TranscriptEntry) => client === name;
    return { name, alive: new Set(transcript.slice(transcript.findIndex(isOwn), transcript.findLastIndex(isOwn) + 1)) };
  });
}

interface RungOf {
  row: EventRow;
  lanes: Lane[];
  called: (name: string) => string;
  words: Words;
  number: (value: number) => string;
}

function Rung({ row, lanes, called, words, number }: RungOf) {
  const { entry, way } = row;
  const own = lanes.findIndex(({ name }) => name === entry.client || name === null);
  const data = entry.bytes !== undefined;
  const kind = `${way} ${data ? 'data' : 'sign'}${row.wrongAt === null ? '' : ' wrong'}`;
  return (
    <tr class={kind}>
      <td class="at">{entry.atMs.toFixed(1)}</td>
      {lanes.map((lane, i) => (
        <td
          class={`lane${lane.alive.has(entry) ? ' life' : ''}${i === own ? ' end' : i > own && way !== 'own' ? ' through' : ''}`}
        >
          {(lane.name === null || i === own) && <b>{called(entry.client)}</b>}
        </td>
      ))}
      <td class="what">
        <Label row={row} words={words} number={number} />
      </td>
      <td class={`lane life${way === 'own' ? '' : ' end'}`} />
    </tr>
  );
}

function Label({ row: { entry, isNextSegment, wrongAt }, words, number }: Pick<RungOf, 'row' | 'words' | 'number'>) {
  const { bytes, byteCount, event } = entry;
  if (bytes === undefined) return <span class="event">{words.events[event]}</span>;
  return (
    <>
      <span class="unseen">{words.events[event]} </span>
      {isNextSegment && <small class="cut">{words.nextSegment} </small>}
      <Bytes notation={bytes} wrongAt={wrongAt} words={words} />
      {byteCount !== undefined && <small> ({words.bytesInAll(number(byteCount))})</small>}
    </>
  );
}

function Bytes({ notation, wrongAt, words }: { notation: string; wrongAt: number | null; words: Words }) {
  const list = tokens(notation);
  if (wrongAt === null) return <code>{excerptOfEnds(list, room)}</code>;
  const { before, at, after } = excerptAround(list, wrongAt, room);
  const isMissing = columns(at) === 0;
  return (
    <>
      <code>
        {before}
        <mark>{isMissing ? '_' : at}</mark>
        {after}
      </code>{' '}
      <small class="fault">{isMissing ? words.missingByte : words.firstWrongByte}</small>
    </>
  );
}

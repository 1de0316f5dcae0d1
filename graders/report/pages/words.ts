// Every word of our own on the pages, in English and Indonesian.
// The law here: what a grader or a program says is no word of ours; it stays as it was said, and is marked as English where it is.
import type { Evidence, Report, TranscriptEntry, Verdict } from '../../engine/index.ts';
import { english } from './wordsEnglish.ts';
import { indonesian } from './wordsIndonesian.ts';

export type Language = 'en' | 'id';

/** How a row of a class came out: as its report says, or why there is none. */
export type Standing = 'graded' | 'not-built' | 'not-started' | 'not-gradable' | 'unreadable' | 'nothing';

export interface Words {
  skip: string;
  ofPoints: (max: string) => string;
  points: (count: string) => string;
  open: (points: string) => string;
  everyCheckPassed: string;
  first: string;
  rubric: string;
  rubricCaption: string;
  columns: Record<'verdict' | 'check' | 'rule' | 'points', string>;
  verdicts: Record<Verdict, string>;
  blockedBy: string;
  toMend: string;
  brokenSection: string;
  brokenAdvice: string;
  passedSection: (count: number) => string;
  noTranscript: string;
  labels: Record<'typed' | 'sent' | 'expected' | 'received' | 'looksLike' | 'server' | 'byHand' | 'nothing', string>;
  /** What is said otherwise where the program is a client. */
  ofClients: {
    labels: Pick<Words['labels'], 'server'>;
    ladderColumns: Pick<Words['ladderColumns'], 'client' | 'what' | 'server'>;
    events: Partial<Words['events']>;
    evidence: Pick<Words['evidence'], 'proof' | 'deadline'>;
    standingAdvice: Pick<Words['standingAdvice'], 'not-started'>;
  };
  /** Beside connections, what a person has of a client. */
  devices: Record<string, string>;
  terminals: Record<'pty' | 'pipe', string>;
  hexCaption: string;
  bytesLeftOut: (count: string) => string;
  ladderCaption: (check: string) => string;
  ladderColumns: Record<'time' | 'client' | 'what' | 'server', string>;
  events: Record<TranscriptEntry['event'], string>;
  nextSegment: string;
  firstWrongByte: string;
  missingByte: string;
  entriesLeftOut: (count: string) => string;
  bytesInAll: (count: string) => string;
  /** Bytes need no words: the wrong one is marked. */
  evidence: Record<Exclude<Evidence, 'bytes'>, string>;
  printed: string;
  printedOn: Record<'stdout' | 'stderr', string>;
  linesLeftOut: (count: string) => string;
  printedNothing: string;
  /** Beside what a program printed that ended by SIGINT. */
  interrupted: string;
  howItRan: string;
  facts: Record<
    | 'submission'
    | 'command'
    | 'chosen'
    | 'terminal'
    | 'listening'
    | 'exit'
    | 'capture'
    | 'duration'
    | 'seed'
    | 'machine'
    | 'sha256',
    string
  >;
  standings: Record<Standing, string>;
  standingAdvice: Record<'not-built' | 'not-started' | 'not-gradable', string>;
  class: {
    students: (count: string) => string;
    median: string;
    mean: string;
    full: string;
    ungraded: string;
    scores: string;
    scoresCaption: string;
    checks: string;
    checksCaption: string;
    passedBy: string;
    failedBy: string;
    slips: string;
    slipsCaption: string;
    slip: string;
    hint: string;
    show: string;
    noSlips: string;
    heatMap: string;
    heatMapCaption: string;
    legend: string;
    filter: string;
    filterName: string;
    filterCheck: string;
    filterVerdict: string;
    anyCheck: string;
    anyVerdict: string;
    /** `#` stands for the number of rows that are shown. */
    shown: (all: string) => string;
    student: string;
    howMany: string;
    score: string;
    time: string;
    late: string;
    nobodyUngraded: string;
    durations: string;
    durationsText: (median: string, longest: string, all: string) => string;
    slowest: string;
  };
}

export function wordsOf(language: Language, role: Report['role'] = 'server'): Words {
  const words = language === 'id' ? indonesian : english;
  if (role === 'server') return words;
  const { labels, ladderColumns, events, evidence, standingAdvice } = words.ofClients;
  return {
    ...words,
    labels: { ...words.labels, ...labels },
    ladderColumns: { ...words.ladderColumns, ...ladderColumns },
    events: { ...words.events, ...events },
    evidence: { ...words.evidence, ...evidence },
    standingAdvice: { ...words.standingAdvice, ...standingAdvice },
  };
}

/** A number as the language writes it. */
export const numberIn = (language: Language, digits = 0): ((value: number) => string) => {
  const format = new Intl.NumberFormat(language, { maximumFractionDigits: digits });
  return (value) => format.format(value);
};

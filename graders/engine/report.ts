// The shape of `lab-report/v1`: what one grading found out. Plain data; everything a person or a program is shown is made from it.
// The law here: a byte string (`sent`, `expected`, `received`, `bytes`) is written as in C (`\r`, `\n`, `\x00`, `\\`), UTF-8 text
// as itself, and is never cut without a count. What a program printed is raw text with real newlines; it may be hostile.
import type { Isolation, ListeningSocket, Role } from '../subject/index.ts';

/** `passed` and `failed` are the student's; `skipped` was blocked by an earlier failure; `broken` is the grader's own fault. */
export type Verdict = 'passed' | 'failed' | 'skipped' | 'broken';

/** What a verdict rests on, from the strongest evidence to the weakest. A check is as good as the weakest it used. */
export type Evidence = 'bytes' | 'end' | 'barrier' | 'proof' | 'deadline';

export type Level = 'MUST' | 'SHOULD';

export interface Finding {
  /** One sentence: what is wrong. */
  message: string;
  /** What the engine's end had sent on this connection since something came last. */
  sent: string | null;
  /** What was typed last, where a client is graded. */
  typed?: string | null;
  /** The expectation, as the grader wrote it. */
  expected: string | null;
  /** What came instead, from the first byte the expectation looked at. */
  received: string | null;
  /** Offset in bytes, into `received`, of the first byte that is wrong or missing. */
  offset: number | null;
  /** What should stand there, in words: `\r`, `the minute, two digits`. */
  wanted: string | null;
  /** The slip it looks like, by the name of its mutant, with a sentence for the student. */
  looksLike: { name: string; hint: string } | null;
  /** Where the program stands now: "has read everything and waits for more in recv", or its last words. */
  standsAt: string | null;
  /** A shell command that shows it again by hand. */
  reproduce: string | null;
}

export interface TranscriptEntry {
  /** Milliseconds since the check began. */
  atMs: number;
  /** The engine's client, `A`, `B`, … in the order they connected; `A:5001` where it is called back. */
  client: string;
  event:
    | 'connects'
    | 'refused'
    | 'accepts'
    | 'sends'
    | 'receives'
    | 'endsSending'
    | 'pauses'
    | 'resumes'
    | 'ended'
    | 'reset'
    | 'closes'
    | 'resets'
    | 'types'
    | 'endsInput'
    | 'shows'
    | 'omitted';
  /** For `sends`, `receives`, `types` and `shows`: the bytes, as far as they are kept. */
  bytes?: string;
  /** How many bytes there were, where not all are kept. */
  byteCount?: number;
  /** For `omitted`, the last of a long transcript: how many entries are left out here. */
  count?: number;
}

export interface CheckReport {
  /** The rule's id, or `RULE/slug` where several checks share a rule. */
  id: string;
  rule: string;
  level: Level;
  title: string;
  points: number;
  maxPoints: number;
  verdict: Verdict;
  decidedBy: Evidence;
  durationMs: number;
  /** For `skipped`: the check whose failure hides this one. */
  blockedBy: string | null;
  finding: Finding | null;
  transcript: TranscriptEntry[];
}

export interface Report {
  schema: 'lab-report/v1';
  lab: string;
  role: Role;
  submission: {
    name: string;
    sha256: string;
    /** For people: "Python 3.11.7". */
    runtime: string | null;
    command: string[];
    /** Which file was taken for the program, and why. */
    chosen: string | null;
  };
  outcome: 'graded' | 'not-built' | 'not-started' | 'not-gradable';
  /** Why it was not graded, in words for a person; null when it was. */
  reason: string | null;
  score: number;
  maxScore: number;
  seed: number;
  durationMs: number;
  environment: {
    isolation: Isolation;
    silence: 'proof' | 'deadline';
    /** What a client was started at; where a server is graded there is none. */
    terminal?: 'pty' | 'pipe';
    tool: string;
    node: string;
    platform: string;
  };
  checks: CheckReport[];
  /** The program that was started last: what it did and printed. A client listens nowhere. */
  server: {
    listening: ListeningSocket[];
    exit: string | null;
    stdout: string;
    stderr: string;
  };
}

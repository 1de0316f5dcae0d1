// The schema of `lab-report/v1`, for reports from a file or another machine. It loads valibot, so import it where it is used.
// The law here: strict. A key that is missing, unknown or of another type is refused by its path, never repaired.
import * as v from 'valibot';

import { UsageError } from '../subject/errors.ts';
import { safe } from './characters.ts';
import { excerptOfEnds } from './excerpt.ts';
import { tokens } from './notation.ts';

const version = 'lab-report/v1';
const advice = 'Have it written anew: lab grade LAB SUBMISSION --json FILE.';

/** A report that is wrong in one place is often wrong in many; the first few will do. */
const mostIssues = 3;

const text = v.string();
const maybeText = v.nullable(v.string());
const amount = v.pipe(v.number(), v.finite(), v.minValue(0));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const finding = v.strictObject({
  message: text,
  sent: maybeText,
  typed: v.exactOptional(maybeText),
  expected: maybeText,
  received: maybeText,
  offset: v.nullable(count),
  wanted: maybeText,
  looksLike: v.nullable(v.strictObject({ name: text, hint: text })),
  standsAt: maybeText,
  reproduce: maybeText,
});

const transcriptEntry = v.strictObject({
  atMs: amount,
  client: text,
  event: v.picklist([
    'connects',
    'refused',
    'accepts',
    'sends',
    'receives',
    'endsSending',
    'pauses',
    'resumes',
    'ended',
    'reset',
    'closes',
    'resets',
    'types',
    'endsInput',
    'shows',
    'omitted',
  ]),
  bytes: v.exactOptional(text),
  byteCount: v.exactOptional(count),
  count: v.exactOptional(count),
});

const check = v.strictObject({
  id: text,
  rule: text,
  level: v.picklist(['MUST', 'SHOULD']),
  title: text,
  points: amount,
  maxPoints: amount,
  verdict: v.picklist(['passed', 'failed', 'skipped', 'broken']),
  decidedBy: v.picklist(['bytes', 'end', 'barrier', 'proof', 'deadline']),
  durationMs: amount,
  blockedBy: maybeText,
  finding: v.nullable(finding),
  transcript: v.array(transcriptEntry),
});

const submission = v.strictObject({ name: text, sha256: text, runtime: maybeText, command: v.array(text), chosen: maybeText });

const environment = v.strictObject({
  isolation: v.picklist(['namespaces', 'process-group']),
  silence: v.picklist(['proof', 'deadline']),
  terminal: v.exactOptional(v.picklist(['pty', 'pipe'])),
  tool: text,
  node: text,
  platform: text,
});

const socket = v.strictObject({ protocol: v.picklist(['tcp', 'udp']), address: text, port: count });

const reportSchema = v.strictObject({
  schema: v.literal(version),
  lab: text,
  role: v.picklist(['server', 'client']),
  submission,
  outcome: v.picklist(['graded', 'not-built', 'not-started', 'not-gradable']),
  reason: maybeText,
  score: amount,
  maxScore: amount,
  seed: v.pipe(v.number(), v.safeInteger()),
  durationMs: amount,
  environment,
  checks: v.array(check),
  server: v.strictObject({ listening: v.array(socket), exit: maybeText, stdout: text, stderr: text }),
});

/** What the schema lets through; a test of types keeps it the same as the engine's `Report`. */
type Parsed = v.InferOutput<typeof reportSchema>;

/** @throws UsageError that names what is wrong and where, by its path in the report */
export function parseReport(source: string): Parsed {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch (error) {
    throw new UsageError(`This is no ${version}, for it is no JSON: ${safe((error as Error).message)}. ${advice}`);
  }
  const result = v.safeParse(reportSchema, value);
  if (result.success) return result.output;
  throw new UsageError(`This is no ${version}: ${describe(value, result.issues)}. ${advice}`);
}

function describe(value: unknown, issues: v.InferIssue<typeof reportSchema>[]): string {
  const schema = (value as { schema?: unknown } | null)?.schema;
  if (typeof schema === 'string' && schema !== version)
    return `its schema is ${shown(JSON.stringify(schema))}, which is another version`;
  const more = issues.length > mostIssues ? [`and ${issues.length - mostIssues} more`] : [];
  return [...issues.slice(0, mostIssues).map(describeIssue), ...more].join('; ');
}

function describeIssue({ path, expected, received, message }: v.InferIssue<typeof reportSchema>): string {
  const where =
    path?.reduce((keys, { key }) => keys + (typeof key === 'number' ? `[${key}]` : `${keys && '.'}${String(key)}`), '') ?? '';
  const place = where === '' ? 'the whole' : shown(where);
  if (expected === 'never') return `${place} is not part of it`;
  if (received === 'undefined') return `${place} is missing`;
  return expected === null ? `${place}: ${safe(message)}` : `${place} is ${shown(received)}, should be ${expected}`;
}

/** A piece of the report, which may be hostile or huge. */
function shown(piece: string): string {
  return excerptOfEnds(tokens(piece), 60);
}

// What changed between two gradings, as a person reads it in a terminal.
// The law here: a pure function; names and findings may be hostile, and are made safe before they are laid out.
import { columns, oneLine, safe } from './characters.ts';
import type { Student } from './classRow.ts';
import type { Change, CheckChange, ClassDifference, Difference, Standing, Why } from './difference.ts';
import { pad } from './layout.ts';
import { type Page, prose } from './page.ts';
import { palette } from './palette.ts';

export interface DifferenceTextOptions {
  colour: boolean;
  /** Columns of the terminal. */
  width: number;
}

const narrowest = 40;

export function renderDifference(title: string, change: Difference, options: DifferenceTextOptions): string {
  const page = pageOf(options);
  return text([...prose(page, oneLine(title), 0, 2).map(page.paint.bold), ...changeLines(page, change)]);
}

export function renderClassDifference(title: string, change: ClassDifference, options: DifferenceTextOptions): string {
  const page = pageOf(options);
  const { moved, unmoved, come, gone, byCheck } = change;
  const counts = [`${moved.length} moved`, `${unmoved} did not`, `${come.length} new`, `${gone.length} gone`].join(', ');
  const idColumns = Math.max(0, ...byCheck.map(({ id }) => columns(oneLine(id))));
  return text([
    ...prose(page, `${oneLine(title)}: ${counts}`, 0, 2).map(page.paint.bold),
    ...(byCheck.length === 0
      ? []
      : ['', ...prose(page, 'by check, how many pass it now that did not before, and the reverse:', 0, 2)]),
    ...byCheck.map(({ id, won, lost }) => {
      const [better, worse] = [`+${won}`, `-${lost}`].map((count) => count.padStart(6));
      const colours = [won === 0 ? page.paint.dim : page.paint.green, lost === 0 ? page.paint.dim : page.paint.red] as const;
      return `  ${pad(oneLine(id), idColumns)}${colours[0](better!)}${colours[1](worse!)}`;
    }),
    ...moved.flatMap((one) => ['', ...prose(page, named(one.student), 0, 2).map(page.paint.bold), ...changeLines(page, one)]),
    ...listed(page, 'new', come),
    ...listed(page, 'gone', gone),
  ]);
}

function changeLines(page: Page, change: Difference): string[] {
  const { before, after, programChanged, hasMoved, checks } = change;
  const program = programChanged === null ? [] : [programChanged ? 'another program' : 'the same program'];
  const score = arrow({ before: shortly(before), after: shortly(after) });
  const sameOutcome = before.outcome === after.outcome;
  return [
    ...prose(page, [score, ...program, ...(hasMoved ? [] : ['nothing moved'])].join(' · '), 0, 2),
    ...(sameOutcome ? checks.flatMap((check) => checkLines(page, check)) : reasons(page, change)),
  ];
}

/** Of what was not graded, all checks would be news that says nothing. */
function reasons(page: Page, { before, after }: Change<Standing>): string[] {
  const line = (when: string, { outcome, reason }: Standing) =>
    prose(page, `${when}: ${outcome}${reason === null ? '' : `, ${safe(reason).split('\n')[0]}`}`, 2, 2);
  return [...line('before', before), ...line('now', after)].map(page.paint.dim);
}

function shortly({ outcome, score, maxScore }: Standing): string {
  return outcome === 'graded' ? `${score} of ${maxScore}` : outcome;
}

function checkLines(page: Page, { id, title, verdict, points, maxPoints, why }: CheckChange): string[] {
  const [mark, paint] =
    points.after > points.before
      ? (['+', page.paint.green] as const)
      : points.after < points.before
        ? (['-', page.paint.red] as const)
        : (['~', page.paint.yellow] as const);
  const verdicts = arrow({ before: verdict.before ?? 'no such check', after: verdict.after ?? 'no such check' });
  const worth = arrow({
    before: `${points.before}/${maxPoints.before}`,
    after: `${points.after}/${maxPoints.after}`,
  });
  return [
    ...prose(page, `${mark} ${oneLine(id)} ${verdicts}, ${worth}: ${oneLine(title)}`, 2, 2).map(paint),
    ...whyLines(page, 'before', why.before),
    ...whyLines(page, 'now', why.after),
  ];
}

function whyLines(page: Page, when: string, why: Why | null): string[] {
  if (why === null) return [];
  const slip = why.looksLike === null ? '' : ` (looks like ${oneLine(why.looksLike)})`;
  return prose(page, `${when}: ${safe(why.message)}${slip}`, 6, 2).map(page.paint.dim);
}

function listed(page: Page, label: string, students: readonly Student[]): string[] {
  return students.length === 0 ? [] : ['', ...prose(page, `${label}: ${students.map(named).join(', ')}`, 0, 2)];
}

const named = ({ id, name }: Student): string => (name === null ? oneLine(id) : `${oneLine(name)} (${oneLine(id)})`);

const arrow = ({ before, after }: Change<string>): string => (before === after ? before : `${before} → ${after}`);

const pageOf = ({ colour, width }: DifferenceTextOptions): Page => ({
  width: Math.max(narrowest, width),
  paint: palette(colour),
  verbose: false,
});

const text = (lines: string[]): string => `${lines.join('\n')}\n`;

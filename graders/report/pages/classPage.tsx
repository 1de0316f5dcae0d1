// The page of a class: how it went, which checks and slips cost most, each student's verdicts, and who was not graded.
// The law here: a pure function of the rows. Without its script it still shows everything; the script only sorts and filters.
import type { ClassRow } from '../classRow.ts';
import { oneLine } from '../characters.ts';
import { checkFigures, type CheckFigures, countStudents, median, percents } from './classFigures.ts';
import { classScript } from './classScript.ts';
import { CheckList, SlipList } from './classSections.tsx';
import { documentOf } from './document.tsx';
import { HeatMap } from './heatMap.tsx';
import { Histogram } from './histogram.tsx';
import { Durations, UngradedList } from './peopleSections.tsx';
import { type Language, numberIn, wordsOf, type Words } from './words.ts';

export interface ClassPageOptions {
  /** The lab's, or the course's. */
  title: string;
  language: Language;
  /** Where a student's page lies, relative to this one, as a URL; `null` where there is none. */
  linkOf: (row: ClassRow) => string | null;
}

export interface ClassTelling {
  rows: readonly ClassRow[];
  checks: readonly CheckFigures[];
  words: Words;
  number: (value: number) => string;
  linkOf: (row: ClassRow) => string | null;
}

export function classPage(rows: readonly ClassRow[], { title, language, linkOf }: ClassPageOptions): string {
  const telling: ClassTelling = {
    rows,
    checks: checkFigures(rows),
    words: wordsOf(language),
    number: numberIn(language, 1),
    linkOf,
  };
  return documentOf({
    title,
    language,
    script: classScript,
    children: (
      <>
        <a class="skip" href="#results">
          {telling.words.skip}
        </a>
        <header class="top">
          <h1>{oneLine(title)}</h1>
          <Numbers {...telling} />
        </header>
        <main id="results" tabindex={-1}>
          <Histogram {...telling} />
          <SlipList {...telling} />
          <CheckList {...telling} />
          <HeatMap {...telling} />
          <UngradedList {...telling} />
          <Durations {...telling} />
        </main>
      </>
    ),
  });
}

function Numbers({ rows, words, number }: ClassTelling) {
  const scores = percents(rows);
  const all = countStudents(rows);
  const middle = median(scores);
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const full = scores.filter((score) => score === 100).length;
  const graded = countStudents(rows.filter(({ report }) => report?.outcome === 'graded'));
  const figures: [string, string][] = [
    [words.class.students(number(all)).replace(/^\S+ /u, ''), number(all)],
    ...(middle === null
      ? []
      : ([
          [words.class.median, `${number(middle)} %`],
          [words.class.mean, `${number(mean)} %`],
        ] satisfies [string, string][])),
    [words.class.full, number(full)],
    [words.class.ungraded, number(all - graded)],
  ];
  return (
    <dl class="numbers">
      {figures.map(([label, value]) => (
        <div>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

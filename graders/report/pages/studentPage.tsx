// The page of one student: the score, the rubric, what to mend and how it shows, and what the program printed.
// The law here: a pure function of the report. The first screen says how many points there are and what to mend first.
import type { CheckReport, Report, Rule, Verdict } from '../../engine/index.ts';
import { oneLine } from '../characters.ts';
import { BrokenChecks, FailedChecks, PassedChecks, type Telling } from './checkSections.tsx';
import { documentOf } from './document.tsx';
import { anchorOf } from './link.ts';
import { Name, Said, VerdictMark } from './pieces.tsx';
import { HowItRan, Printed, Ungraded } from './programSections.tsx';
import { type Language, numberIn, wordsOf } from './words.ts';

export interface StudentPageOptions {
  /** The lab's. */
  title: string;
  /** `null` where the submission's own name will do. */
  studentName: string | null;
  language: Language;
  /** The rules of the handout, best in the same language. */
  handout?: readonly Rule[];
  /** The name of the file beside the page that holds the conversations, for Wireshark; `null` where there is none. */
  capture?: string | null;
}

export function studentPage(report: Report, options: StudentPageOptions): string {
  const { title, studentName, language, handout = [], capture = null } = options;
  const telling: Telling = { words: wordsOf(language, report.role), number: numberIn(language), rules: handout };
  const name = studentName ?? report.submission.name;
  const having = (verdict: Verdict) => report.checks.filter((check) => check.verdict === verdict);
  return documentOf({
    title: `${name} · ${title}`,
    language,
    children: (
      <>
        <a class="skip" href="#results">
          {telling.words.skip}
        </a>
        <Top report={report} title={title} name={name} {...telling} />
        <main id="results" tabindex={-1}>
          {report.outcome === 'graded' ? (
            <Rubric checks={report.checks} {...telling} />
          ) : (
            <Ungraded report={report} {...telling} />
          )}
          <FailedChecks checks={having('failed')} {...telling} />
          <BrokenChecks checks={having('broken')} {...telling} />
          <PassedChecks checks={having('passed')} {...telling} />
          <Printed server={report.server} {...telling} />
          <HowItRan report={report} capture={capture} {...telling} />
        </main>
        <footer>{oneLine(`${report.lab} · ${report.environment.tool} · ${report.environment.isolation}`)}</footer>
      </>
    ),
  });
}

function Top({ report, title, name, words, number }: Telling & { report: Report; title: string; name: string }) {
  const open = report.checks.filter(({ verdict }) => verdict === 'broken').reduce((sum, check) => sum + check.maxPoints, 0);
  const first = firstToMend(report.checks);
  const hasScore = report.outcome !== 'not-gradable';
  return (
    <header class="top">
      <p class="lab">{oneLine(title)}</p>
      <h1>
        <Name text={name} />
      </h1>
      {hasScore && (
        <p class="score">
          <strong>{number(report.score)}</strong> {words.ofPoints(number(report.maxScore))}
        </p>
      )}
      {open > 0 && <p>{words.open(number(open))}</p>}
      {first !== undefined && <First check={first} words={words} number={number} />}
      {report.checks.length > 0 && report.checks.every(({ verdict }) => verdict === 'passed') && <p>{words.everyCheckPassed}</p>}
    </header>
  );
}

/** In one look: which check, what is wrong, and what that probably is. */
function First({
  check: { id, title, maxPoints, finding },
  words,
  number,
}: Pick<Telling, 'words' | 'number'> & { check: CheckReport }) {
  const slip = finding?.looksLike ?? null;
  return (
    <p class="first">
      {words.first}{' '}
      <a href={`#${anchorOf(id)}`}>
        <Name text={id} />
      </a>{' '}
      ({words.points(number(maxPoints))}): <Said text={finding?.message ?? title} />
      {slip !== null && (
        <span class="slip">
          {words.labels.looksLike}{' '}
          <code>
            <Said text={slip.name} />
          </code>{' '}
          <Said text={slip.hint} />
        </span>
      )}
    </p>
  );
}

/** What the assignment asks for comes before what is sound beyond it. */
function firstToMend(checks: readonly CheckReport[]): CheckReport | undefined {
  const failed = checks.filter(({ verdict }) => verdict === 'failed');
  return failed.find(({ level }) => level === 'MUST') ?? failed[0];
}

function Rubric({ checks, words, number }: Telling & { checks: readonly CheckReport[] }) {
  return (
    <section aria-labelledby="rubric">
      <h2 id="rubric">{words.rubric}</h2>
      <table class="rubric">
        <caption class="unseen">{words.rubricCaption}</caption>
        <thead>
          <tr>
            <th scope="col">{words.columns.check}</th>
            <th scope="col">{words.columns.verdict}</th>
            <th scope="col">{words.columns.rule}</th>
            <th scope="col" class="points">
              {words.columns.points}
            </th>
          </tr>
        </thead>
        <tbody>
          {checks.map((check) => (
            <tr class={check.verdict}>
              <th scope="row">
                {check.verdict === 'skipped' ? (
                  <Name text={check.id} />
                ) : (
                  <a href={`#${anchorOf(check.id)}`}>
                    <Name text={check.id} />
                  </a>
                )}
              </th>
              <td>
                <VerdictMark verdict={check.verdict} words={words} />
              </td>
              <td class="title">
                <Said text={check.title} />
                {check.verdict === 'skipped' && check.blockedBy !== null && (
                  <small>
                    {' '}
                    ({words.blockedBy} <Name text={check.blockedBy} />)
                  </small>
                )}
              </td>
              <td class="points">{`${check.verdict === 'broken' ? '?' : number(check.points)}/${number(check.maxPoints)}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

// The sections of a student page about single checks: what to mend, where the grader broke, and, folded, what passed.
// The law here: every check that has a verdict of its own has a place with an id, so that the rubric can point at it.
import type { CheckReport, Rule } from '../../engine/index.ts';
import { FindingDetails } from './finding.tsx';
import { Ladder } from './ladder.tsx';
import { anchorOf } from './link.ts';
import { Lines, Name, Said, Sentence, VerdictMark } from './pieces.tsx';
import type { Words } from './words.ts';

/** So many events of a conversation are shown: enough to see what went wrong; what went well is told more briefly. */
const mostOfFailed = 60;
const mostOfPassed = 24;

export interface Telling {
  words: Words;
  number: (value: number) => string;
  /** The rules as the handout has them, in the page's language. */
  rules: readonly Rule[];
}

interface SectionOf extends Telling {
  checks: CheckReport[];
}

export function FailedChecks({ checks, ...telling }: SectionOf) {
  if (checks.length === 0) return null;
  return (
    <section aria-labelledby="to-mend">
      <h2 id="to-mend">{telling.words.toMend}</h2>
      {checks.map((check) => (
        <article class="check" aria-labelledby={anchorOf(check.id)}>
          <Heading check={check} {...telling} />
          {check.finding !== null && (
            <>
              <p class="message">
                <Said text={check.finding.message} />
              </p>
              <FindingDetails finding={check.finding} {...telling} />
            </>
          )}
          <Ladder check={check} most={mostOfFailed} {...telling} />
        </article>
      ))}
    </section>
  );
}

export function BrokenChecks({ checks, ...telling }: SectionOf) {
  if (checks.length === 0) return null;
  return (
    <section aria-labelledby="broken">
      <h2 id="broken">{telling.words.brokenSection}</h2>
      {checks.map((check) => (
        <article class="check" aria-labelledby={anchorOf(check.id)}>
          <Heading check={check} {...telling} />
          <p>{telling.words.brokenAdvice}</p>
          <Lines text={check.finding?.message ?? ''} label={telling.words.brokenSection} />
        </article>
      ))}
    </section>
  );
}

export function PassedChecks({ checks, ...telling }: SectionOf) {
  if (checks.length === 0) return null;
  return (
    <section aria-labelledby="passed">
      <h2 id="passed">{telling.words.passedSection(checks.length)}</h2>
      {checks.map((check) => (
        <details class="check">
          <summary id={anchorOf(check.id)}>
            <VerdictMark verdict={check.verdict} words={telling.words} />{' '}
            <b>
              <Name text={check.id} />
            </b>{' '}
            <Said text={check.title} />
          </summary>
          <RuleOf check={check} {...telling} />
          <Ladder check={check} most={mostOfPassed} {...telling} />
        </details>
      ))}
    </section>
  );
}

function Heading({ check, words, number, rules }: Telling & { check: CheckReport }) {
  const points = check.verdict === 'broken' ? '?' : number(check.points);
  return (
    <header>
      <h3 id={anchorOf(check.id)} tabindex={-1}>
        <VerdictMark verdict={check.verdict} words={words} /> <Name text={check.id} />
        <span class="points">{`${points}/${number(check.maxPoints)}`}</span>
      </h3>
      <RuleOf check={check} words={words} number={number} rules={rules} />
    </header>
  );
}

/** The rule in the handout's words; without a handout, the title of the check. */
function RuleOf({ check, rules }: Telling & { check: CheckReport }) {
  const rule = rules.find(({ id }) => id === check.rule);
  return <p class="rule">{rule === undefined ? <Said text={check.title} /> : <Sentence text={rule.text} />}</p>;
}

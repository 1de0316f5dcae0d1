// The sections of a student page about the program as a whole: why it was not graded, what it printed, how it was run.
// The law here: its own words are shown as they are, line by line; of many the last, and how many came before.
import type { ComponentChildren } from 'preact';

import type { Report } from '../../engine/index.ts';
import { oneLine } from '../characters.ts';
import type { Telling } from './checkSections.tsx';
import { commandLine } from '../header.ts';
import { Lines, Name, Said } from './pieces.tsx';

const mostLines = 40;
const mostCharacters = 8000;

export function Ungraded({ report, words }: Telling & { report: Report }) {
  if (report.outcome === 'graded') return null;
  const [why = '', ...said] = (report.reason ?? '').trim().split('\n');
  return (
    <section aria-labelledby="ungraded" class="check">
      <h2 id="ungraded">{words.standings[report.outcome]}</h2>
      <p class="message">
        <Said text={why} />
      </p>
      {said.length > 0 && <Lines text={said.join('\n')} label={words.printed} />}
      <p>{words.standingAdvice[report.outcome]}</p>
    </section>
  );
}

export function Printed({ server, words, number }: Telling & { server: Report['server'] }) {
  const streams = (['stdout', 'stderr'] as const).filter((stream) => server[stream].trim() !== '');
  return (
    <section aria-labelledby="printed">
      <h2 id="printed">{words.printed}</h2>
      {streams.length === 0 && <p class="quiet">{words.printedNothing}</p>}
      {streams.length > 0 && server.exit === 'killed by SIGINT' && <p class="quiet">{words.interrupted}</p>}
      {streams.map((stream) => {
        const { lines, leftOut } = lastLines(server[stream]);
        return (
          <>
            <h3>{words.printedOn[stream]}</h3>
            {leftOut > 0 && <p class="quiet">{words.linesLeftOut(number(leftOut))}</p>}
            <Lines text={lines} label={words.printedOn[stream]} />
          </>
        );
      })}
    </section>
  );
}

function lastLines(printed: string): { lines: string; leftOut: number } {
  const all = printed.trimEnd().split('\n');
  const kept = all.slice(-mostLines);
  while (kept.length > 1 && kept.join('\n').length > mostCharacters) kept.shift();
  const text = kept.join('\n');
  return { lines: text.length > mostCharacters ? `…${text.slice(-mostCharacters)}` : text, leftOut: all.length - kept.length };
}

export function HowItRan({ report, capture, words, number }: Telling & { report: Report; capture: string | null }) {
  const { submission, server, environment } = report;
  const { facts } = words;
  const listening = server.listening.map(({ protocol, address, port }) => `${protocol} ${address}:${port}`).join(', ');
  return (
    <section aria-labelledby="how">
      <h2 id="how">{words.howItRan}</h2>
      <dl class="facts">
        <Fact label={facts.submission}>
          <Name text={submission.name} />
        </Fact>
        {submission.command.length > 0 && (
          <Fact label={facts.command}>
            <code>{commandLine(submission.command)}</code>
            {submission.runtime !== null && ` (${oneLine(submission.runtime)})`}
          </Fact>
        )}
        {submission.chosen !== null && (
          <Fact label={facts.chosen}>
            <Said text={submission.chosen} />
          </Fact>
        )}
        {environment.terminal !== undefined && <Fact label={facts.terminal}>{words.terminals[environment.terminal]}</Fact>}
        {listening !== '' && <Fact label={facts.listening}>{oneLine(listening)}</Fact>}
        {server.exit !== null && (
          <Fact label={facts.exit}>
            <Said text={server.exit} />
          </Fact>
        )}
        {capture !== null && (
          <Fact label={facts.capture}>
            <a href={encodeURIComponent(capture)}>{oneLine(capture)}</a>
          </Fact>
        )}
        <Fact label={facts.duration}>{number(Math.round(report.durationMs))} ms</Fact>
        <Fact label={facts.seed}>{String(report.seed)}</Fact>
        <Fact label={facts.machine}>{oneLine(`${environment.tool}, Node ${environment.node}, ${environment.platform}`)}</Fact>
        <Fact label={facts.sha256}>
          <code class="hash">{oneLine(submission.sha256)}</code>
        </Fact>
      </dl>
    </section>
  );
}

const Fact = ({ label, children }: { label: string; children: ComponentChildren }) => (
  <>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </>
);

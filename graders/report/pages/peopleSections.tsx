// The lists of a class page about people: who was not graded and why, and whose grading took longest.
// The law here: nobody is left out, and beside each name stands the reason.
import type { ClassRow } from '../classRow.ts';
import { countStudents, median, reasonOf, standingOf } from './classFigures.ts';
import type { ClassTelling } from './classPage.tsx';
import { Student } from './heatMap.tsx';
import { Said } from './pieces.tsx';
import type { Standing } from './words.ts';

const ungraded: Standing[] = ['not-built', 'not-started', 'not-gradable', 'unreadable', 'nothing'];

/** A longer list is folded. */
const mostOpen = 12;

export function UngradedList({ rows, words, number, linkOf }: ClassTelling) {
  const groups = ungraded
    .map((standing) => ({ standing, rows: rows.filter((row) => standingOf(row) === standing) }))
    .filter((group) => group.rows.length > 0);
  return (
    <section aria-labelledby="ungraded">
      <h2 id="ungraded">{words.class.ungraded}</h2>
      {groups.length === 0 && <p class="quiet">{words.class.nobodyUngraded}</p>}
      {groups.map((group) => (
        <details open={group.rows.length <= mostOpen}>
          <summary>
            <h3>{`${words.standings[group.standing]} (${number(countStudents(group.rows))})`}</h3>
          </summary>
          <ul class="people">
            {group.rows.map((row) => (
              <li>
                <Student row={row} words={words} linkOf={linkOf} /> <Reason row={row} />
              </li>
            ))}
          </ul>
        </details>
      ))}
    </section>
  );
}

function Reason({ row }: { row: ClassRow }) {
  const [reason = ''] = reasonOf(row).trim().split('\n');
  return reason === '' ? null : (
    <span class="quiet">
      <Said text={reason} />
    </span>
  );
}

const mostSlow = 5;

export function Durations({ rows, words, number, linkOf }: ClassTelling) {
  const timed = rows.flatMap((row) => (row.report === null ? [] : [{ row, durationMs: row.report.durationMs }]));
  const slowest = timed.toSorted((a, b) => b.durationMs - a.durationMs);
  const middle = median(timed.map(({ durationMs }) => durationMs).sort((a, b) => a - b));
  if (middle === null) return null;
  const time = (ms: number) => {
    if (ms < 1000) return `${number(Math.round(ms))} ms`;
    return ms < 120_000 ? `${number(ms / 1000)} s` : `${number(ms / 60_000)} min`;
  };
  const all = timed.reduce((sum, { durationMs }) => sum + durationMs, 0);
  return (
    <section aria-labelledby="durations">
      <h2 id="durations">{words.class.durations}</h2>
      <p>{words.class.durationsText(time(middle), time(slowest[0]?.durationMs ?? 0), time(all))}</p>
      <h3>{words.class.slowest}</h3>
      <ol class="people">
        {slowest.slice(0, mostSlow).map(({ row, durationMs }) => (
          <li>
            <Student row={row} words={words} linkOf={linkOf} /> {time(durationMs)}
          </li>
        ))}
      </ol>
    </section>
  );
}

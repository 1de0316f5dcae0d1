// Every student's verdict of every check, in a table that can be sorted by any column and filtered.
// The law here: a cell holds its verdict as a word, which the style shows as a mark; names lead to the students' pages.
// The style lays its rows out by themselves; the roles say to every browser that it is a table all the same.
import type { ClassRow } from '../classRow.ts';
import { oneLine } from '../characters.ts';
import { slipsOf, standingOf } from './classFigures.ts';
import type { ClassTelling } from './classPage.tsx';
import { safeHref } from './link.ts';
import { Name, VerdictMark } from './pieces.tsx';

const verdicts = ['passed', 'failed', 'skipped', 'broken'] as const;

export function HeatMap(telling: ClassTelling) {
  const { rows, words, number } = telling;
  return (
    <section aria-labelledby="heat-map">
      <h2 id="heat-map">{words.class.heatMap}</h2>
      <Filters {...telling} />
      <ul class="legend" aria-label={words.class.legend}>
        {verdicts.map((verdict) => (
          <li>
            <VerdictMark verdict={verdict} words={words} />
          </li>
        ))}
      </ul>
      <div class="heat-box" tabindex={0} role="region" aria-labelledby="heat-map">
        <table class="heat" role="table">
          <caption>
            <span>{words.class.heatMapCaption}</span>
          </caption>
          <Heads {...telling} />
          <tbody role="rowgroup">
            {rows.map((row) => (
              <Row row={row} {...telling} number={number} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Filters({ rows, checks, words, number }: ClassTelling) {
  const { filter, filterName, filterCheck, filterVerdict, anyCheck, anyVerdict, shown } = words.class;
  return (
    <div class="filters needs-script" role="search" aria-label={filter}>
      <label>
        {filterName}
        <input id="filter-name" type="search" autocomplete="off" spellcheck={false} />
      </label>
      <label>
        {filterCheck}
        <select id="filter-check">
          <option value="">{anyCheck}</option>
          {checks.map(({ id }, i) => (
            <option value={i + firstCheck}>{oneLine(id)}</option>
          ))}
        </select>
      </label>
      <label>
        {filterVerdict}
        <select id="filter-verdict">
          <option value="">{anyVerdict}</option>
          {verdicts.map((verdict) => (
            <option value={verdict}>{words.verdicts[verdict]}</option>
          ))}
        </select>
      </label>
      <span id="filter-status" role="status" data-text={shown(number(rows.length))} />
    </div>
  );
}

/** The column of the first check. */
const firstCheck = 2;

function Heads({ checks, words }: ClassTelling) {
  const head = (label: string, kind: 'text' | 'number' | 'verdict', title?: string) => (
    <th scope="col" role="columnheader" data-kind={kind} class={kind === 'verdict' ? 'v' : kind === 'number' ? 'n' : undefined}>
      <button type="button" title={title}>
        {oneLine(label)}
      </button>
    </th>
  );
  return (
    <thead role="rowgroup">
      <tr role="row">
        {head(words.class.student, 'text')}
        {head(words.class.score, 'number')}
        {checks.map(({ id, title }) => head(id, 'verdict', oneLine(title)))}
        {head(words.class.time, 'number')}
        {head(words.class.slip, 'text')}
      </tr>
    </thead>
  );
}

function Row({ row, checks, words, number, linkOf }: ClassTelling & { row: ClassRow }) {
  const { report } = row;
  const standing = standingOf(row);
  const byId = new Map(report?.checks.map(({ id, verdict }) => [id, verdict]));
  const score = report === null || standing === 'not-gradable' ? null : report.score;
  const durationMs = report === null ? null : Math.round(report.durationMs);
  return (
    <tr role="row">
      <th scope="row" role="rowheader">
        <Student row={row} words={words} linkOf={linkOf} />
        {standing !== 'graded' && <small>{words.standings[standing]}</small>}
      </th>
      <NumberCell value={score} number={number} />
      {checks.map(({ id }) => {
        const verdict = byId.get(id);
        return verdict === undefined ? (
          <td role="cell" />
        ) : (
          <td role="cell" class={verdict}>
            {words.verdicts[verdict]}
          </td>
        );
      })}
      <NumberCell value={durationMs} number={number} />
      <td role="cell" class="slips">
        {[...slipsOf(report).keys()].map((slip, i) => [i > 0 && ' ', <Name text={slip} />])}
      </td>
    </tr>
  );
}

const NumberCell = ({ value, number }: { value: number | null; number: (value: number) => string }) =>
  value === null ? (
    <td role="cell" class="n" />
  ) : (
    <td role="cell" class="n" data-v={value}>
      {number(value)}
    </td>
  );

/** All who handed in together, by name, with their ids, for names may be alike. */
export function Student({ row, words, linkOf }: Pick<ClassTelling, 'words' | 'linkOf'> & { row: ClassRow }) {
  const href = safeHref(linkOf(row));
  const names = row.students.map(({ name, id }) => name ?? id);
  const ids = row.students.flatMap(({ name, id }) => (name === null || name === id ? [] : [id]));
  const text = <Name text={names.join(', ')} />;
  return (
    <>
      {href === undefined ? text : <a href={href}>{text}</a>}
      {ids.length > 0 && (
        <small>
          {' '}
          <Name text={ids.join(', ')} />
        </small>
      )}
      {row.late && <small> {words.class.late}</small>}
    </>
  );
}

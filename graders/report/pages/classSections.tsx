// The tables of a class page about what went wrong: the slips, the most common first, and the checks.
// The law here: beside every slip stands what to tell those who made it.
import { oneLine } from '../characters.ts';
import { countStudents, slipFigures } from './classFigures.ts';
import type { ClassTelling } from './classPage.tsx';
import { Bar, Name, Said } from './pieces.tsx';

export function SlipList({ rows, words, number }: ClassTelling) {
  const slips = slipFigures(rows);
  const all = countStudents(rows);
  return (
    <section aria-labelledby="slips">
      <h2 id="slips">{words.class.slips}</h2>
      {slips.length === 0 ? (
        <p class="quiet">{words.class.noSlips}</p>
      ) : (
        <table class="plain">
          <caption>{words.class.slipsCaption}</caption>
          <thead>
            <tr>
              <th scope="col">{words.class.slip}</th>
              <th scope="col">{words.class.hint}</th>
              <th scope="col" class="number" colspan={2}>
                {words.class.howMany}
              </th>
            </tr>
          </thead>
          <tbody>
            {slips.map(({ name, hint, checks, students }) => (
              <tr>
                <th scope="row">
                  <code>
                    <Name text={name} />
                  </code>
                </th>
                <td>
                  <Said text={hint} /> <small>{checks.map((check, i) => [i > 0 && ', ', <Name text={check} />])}</small>
                </td>
                <td class="barred">
                  <Bar share={students / all} />
                </td>
                <td class="number">
                  {number(students)}{' '}
                  <button
                    type="button"
                    class="needs-script"
                    data-find={oneLine(name)}
                    aria-label={oneLine(`${words.class.show}: ${name}`)}
                  >
                    {words.class.show}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

export function CheckList({ checks, words, number }: ClassTelling) {
  return (
    <section aria-labelledby="checks">
      <h2 id="checks">{words.class.checks}</h2>
      <table class="plain">
        <caption>{words.class.checksCaption}</caption>
        <thead>
          <tr>
            <th scope="col">{words.columns.check}</th>
            <th scope="col">{words.columns.rule}</th>
            <th scope="col" class="number" colspan={2}>
              {words.class.failedBy}
            </th>
            <th scope="col" class="number">
              {words.class.passedBy}
            </th>
          </tr>
        </thead>
        <tbody>
          {checks.map(({ id, title, passed, failed }) => (
            <tr>
              <th scope="row">
                <Name text={id} />
              </th>
              <td>
                <Said text={title} />
              </td>
              <td class="barred">
                <Bar share={failed / Math.max(1, passed + failed)} />
              </td>
              <td class="number" data-label={words.class.failedBy}>
                {number(failed)}
              </td>
              <td class="number" data-label={words.class.passedBy}>
                {number(passed)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

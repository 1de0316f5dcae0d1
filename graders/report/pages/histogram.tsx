// How the scores are distributed, as bars.
// The law here: each bar carries its number; a reader who hears the page hears the same numbers.
import { distribution } from './classFigures.ts';
import type { ClassTelling } from './classPage.tsx';

const [height, width, step] = [120, 34, 40];

/** `0–9`, …, `90–99`, `100` percent. */
const labelOf = (bucket: number): string => (bucket === 10 ? '100' : `${bucket * 10}–${bucket * 10 + 9}`);

export function Histogram({ rows, words, number }: ClassTelling) {
  const counts = distribution(rows);
  const most = Math.max(1, ...counts);
  const spoken = counts.flatMap((count, i) => (count === 0 ? [] : [`${labelOf(i)} %: ${words.class.students(number(count))}`]));
  return (
    <section aria-labelledby="scores">
      <h2 id="scores">{words.class.scores}</h2>
      <figure>
        <figcaption>{words.class.scoresCaption}</figcaption>
        <svg class="histogram" viewBox={`0 0 ${step * counts.length} ${height + 36}`} role="img" aria-label={spoken.join('; ')}>
          {counts.map((count, i) => {
            const tall = count === 0 ? 0 : Math.max(2, (count / most) * height);
            const middle = i * step + step / 2;
            return (
              <>
                {count > 0 && <rect x={middle - width / 2} y={16 + height - tall} width={width} height={tall} rx="2" />}
                {count > 0 && (
                  <text class="count" x={middle} y={11 + height - tall}>
                    {number(count)}
                  </text>
                )}
                <text x={middle} y={height + 32}>
                  {labelOf(i)}
                </text>
              </>
            );
          })}
          <line x1="0" x2={step * counts.length} y1={height + 16.5} y2={height + 16.5} />
        </svg>
      </figure>
    </section>
  );
}

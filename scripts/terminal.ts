// Standard output as it is: how wide it is, whether it has colour, and that all of it is written.
// The law here: what is printed is the same everywhere but for width and colour.

/** As no-color.org and FORCE_COLOR have it; else a terminal has colour, and a pipe has none. */
export function hasColour(): boolean {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  return FORCE_COLOR === undefined ? process.stdout.isTTY : FORCE_COLOR !== '0';
}

/** In columns; a wide terminal's lines would be hard to read. */
export const width = (): number => Math.min(process.stdout.columns ?? 80, 120);

/** Resolves when all of it is written, so that an exit cuts nothing off. */
export const print = (text: string): Promise<void> =>
  new Promise((resolve) => {
    process.stdout.write(text, () => resolve());
  });

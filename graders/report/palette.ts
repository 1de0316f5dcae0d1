// The colours of a report.
// The law here: colour only repeats what the text says, and whether there is any is for the caller to say, not the environment.
import kleur from 'kleur';

type Paint = (text: string) => string;
export type Colour = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';
export type Palette = Record<Colour, Paint>;

kleur.enabled = true; // its own look at the environment is put aside: one process renders in colour and without

export const asItIs: Paint = (text) => text;

/** An empty text stays empty: colour around nothing would only make a line look longer than it is. */
const coloured =
  (colour: Colour): Paint =>
  (text) =>
    text === '' ? '' : kleur[colour](text);

export function palette(colour: boolean): Palette {
  const paint = (one: Colour): Paint => (colour ? coloured(one) : asItIs);
  return {
    bold: paint('bold'),
    dim: paint('dim'),
    red: paint('red'),
    green: paint('green'),
    yellow: paint('yellow'),
    cyan: paint('cyan'),
  };
}

// A lab's parameters: what a course may set otherwise in lab.yaml, or with `--set`.
// The law here: the default says what kind of value a parameter takes, and no value of another kind gets past this file.
import { UsageError } from '../subject/index.ts';

export interface Parameter {
  value: unknown;
  /** The values there are, where not any of the kind will do. */
  choices?: readonly unknown[] | undefined;
}

/** What ends each message, both ways: nothing in lockstep, \n where the parameter `framing` says `line`. */
export const endOf = ({ parameters }: { parameters: Parameters }): string => (parameters.text('framing') === 'line' ? '\n' : '');

type Kind = 'a text' | 'a whole number' | 'a list of texts' | 'a text, or null';

const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every((item) => typeof item === 'string');

/** The kind of a default; `undefined` for a value that no parameter can have. */
function kindOf(value: unknown): Kind | undefined {
  if (value === null) return 'a text, or null';
  if (typeof value === 'string') return 'a text';
  if (Number.isSafeInteger(value)) return 'a whole number';
  return isTexts(value) ? 'a list of texts' : undefined;
}

function isOfKind(value: unknown, kind: Kind): boolean {
  return kindOf(value) === kind || (kind === 'a text, or null' && typeof value === 'string');
}

export class Parameters {
  readonly #known: ReadonlyMap<string, Parameter>;
  /** Where they stand: labs/<lab>/lab.yaml. */
  readonly #file: string;

  /** @throws UsageError for a value that is of no kind, or not among its choices */
  constructor(file: string, known: Record<string, Parameter> = {}) {
    this.#file = file;
    this.#known = new Map(Object.entries(known));
    for (const [name, { value, choices }] of this.#known) {
      if (kindOf(value) === undefined) throw this.#wrong(name, 'a text, a whole number, a list of texts, or null');
      if (choices !== undefined && !choices.includes(value)) throw this.#wrong(name, listed(choices));
    }
  }

  /** What `Parameters.from` makes the same of, in another process. */
  toJSON(): { file: string; known: Record<string, Parameter> } {
    return { file: this.#file, known: Object.fromEntries(this.#known) };
  }

  static from({ file, known }: ReturnType<Parameters['toJSON']>): Parameters {
    return new Parameters(file, known);
  }

  text(name: string): string {
    const value = this.#valueOf(name);
    if (typeof value !== 'string') throw this.#wrong(name, 'a text');
    return value;
  }

  textOrNone(name: string): string | null {
    const value = this.#valueOf(name);
    if (value !== null && typeof value !== 'string') throw this.#wrong(name, 'a text, or null');
    return value;
  }

  texts(name: string): string[] {
    const value = this.#valueOf(name);
    if (!isTexts(value)) throw this.#wrong(name, 'a list of texts');
    return value;
  }

  integer(name: string): number {
    const value = this.#valueOf(name);
    if (typeof value !== 'number') throw this.#wrong(name, 'a whole number');
    return value;
  }

  /**
   * The same, with some of them set otherwise.
   * @param settings each as `name=value`, the value in YAML
   * @throws UsageError that lists the parameters there are
   */
  async with(settings: readonly string[]): Promise<Parameters> {
    const { parse } = await import('yaml');
    const known = new Map(this.#known);
    for (const setting of settings) {
      const [, name = '', written = ''] = /^([^=]*)=(.*)$/s.exec(setting) ?? [];
      const parameter = this.#known.get(name);
      if (parameter === undefined) throw new UsageError(`--set ${setting}: write name=value; ${this.#there()}`);
      known.set(name, { ...parameter, value: this.#read(parameter, written, setting, parse) });
    }
    return new Parameters(this.#file, Object.fromEntries(known));
  }

  /** How programs are told: `errorReply` is LAB_ERROR_REPLY, a list has commas, and what is null is not there. */
  env(): Record<string, string> {
    const named = (name: string) => `LAB_${name.replaceAll(/(?<=[a-z0-9])[A-Z]/g, '_$&').toUpperCase()}`;
    const set = [...this.#known].filter(([, { value }]) => value !== null);
    return Object.fromEntries(set.map(([name, { value }]) => [named(name), String(value)]));
  }

  #read({ value: before, choices }: Parameter, written: string, setting: string, parse: (yaml: string) => unknown): unknown {
    let value: unknown;
    try {
      value = parse(written);
    } catch (error) {
      throw new UsageError(`--set ${setting}: the value is no YAML: ${(error as Error).message}`);
    }
    const kind = kindOf(before)!;
    const isRight = choices === undefined ? isOfKind(value, kind) : choices.includes(value);
    if (isRight) return value;
    const hint = kind.startsWith('a text') && choices === undefined ? `; in quotes, "${written}", it is a text` : '';
    throw new UsageError(
      `--set ${setting}: the value must be ${choices === undefined ? kind : listed(choices)}${hint}; ${this.#there()}`,
    );
  }

  #valueOf(name: string): unknown {
    const parameter = this.#known.get(name);
    if (parameter === undefined) throw new UsageError(`${this.#file}: parameters.${name} is missing; ${this.#there()}`);
    return parameter.value;
  }

  #there(): string {
    const all = [...this.#known].map(
      ([name, { value, choices }]) => `${name} (${choices === undefined ? kindOf(value)! : listed(choices)})`,
    );
    return all.length === 0 ? 'this lab has no parameters' : `there are: ${all.join(', ')}`;
  }

  #wrong(name: string, kind: string): UsageError {
    return new UsageError(`${this.#file}: parameters.${name} must be ${kind}`);
  }
}

const listed = (choices: readonly unknown[]): string => choices.map(String).join(' or ');

// Real clients for the tests of this folder, started as a grading starts them, at a terminal or at a pipe.
// The law here: what a test starts is dead and its folder gone when the test ends, whichever way it ends.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  ClientLauncher,
  type Program,
  type Terminal,
  Workspace,
  atTerminal,
  findRuntime,
  inProcessGroup,
} from '../subject/index.ts';
import { Budget } from './budget.ts';
import type { ClientScene, Grader, Setting } from './grader.ts';
import { Parameters } from './parameters.ts';
import { type Source, commandOf, python } from './programs.test.support.ts';
import { Run, type RunReport } from './run.ts';
import { type Side, type Started, clientSide } from './side.ts';
import { Silence } from './silence.ts';
import { Trial } from './trial.ts';

export const atTerminalHere = atTerminal([]) !== undefined;
export const [hasC, hasJava] = [findRuntime('cc') !== null, findRuntime('javac') !== null];

export interface ClientOptions {
  terminal?: Terminal;
  protocol?: 'tcp' | 'udp';
  host?: string;
  labPort?: number;
  setting?: Setting;
  provable?: boolean;
  /** The check begins when the client has ended. */
  isLate?: true;
}

/** Python that has connected, as `s`, to where it was told. */
export const pythonClient = (text: string): Source =>
  python(`s = socket.create_connection((sys.argv[1], int(sys.argv[2])))\n${text}`);

const usual: Setting = { env: () => ({}) };

function sideOf({ file, text }: Source, workspace: Workspace, options: ClientOptions): Side {
  const { terminal, protocol = 'tcp', host = '127.0.0.9', labPort = 45_000 } = options;
  const path = join(workspace.submission, file);
  writeFileSync(path, text);
  const program = commandOf(path, workspace.submission);
  const launcher = new ClientLauncher({
    plan: { starts: [(port, told = '') => [...program, told, String(port)]], env: {} },
    root: workspace.submission,
    env: workspace.env,
    protocol,
    spawn: inProcessGroup,
    terminal,
  });
  return clientSide(launcher, {
    folder: workspace.files,
    temporary: workspace.env['TMPDIR']!,
    protocol,
    host,
    labPort,
    isWide: false,
  });
}

type Hands = Pick<ClientScene, 'client' | 'screen' | 'keyboard'>;

/** A client that has been started, and what a check is given of it. */
export class ClientStage implements AsyncDisposable {
  readonly program: Program;
  readonly trial: Trial;
  readonly client: ClientScene['client'];
  readonly screen: ClientScene['screen'];
  readonly keyboard: ClientScene['keyboard'];
  readonly concludes: () => Promise<void>;
  readonly #started: Started;
  readonly #workspace: Workspace;

  constructor(started: Started, workspace: Workspace, { provable = true, labPort = 45_000 }: ClientOptions) {
    const { program } = (this.#started = started);
    this.program = program;
    this.#workspace = workspace;
    const budget = new Budget(10_000);
    const silence = new Silence(program, new Set(), budget, provable);
    this.trial = new Trial(program, silence, budget, { barrier: undefined, labPort, role: 'client' });
    ({ client: this.client, screen: this.screen, keyboard: this.keyboard } = started.scene(this.trial, false) as Hands);
    this.concludes = started.concludes;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const one of this.trial.opened) one.holds();
    await this.program.running.kill();
    for (const one of this.trial.opened) one.forget();
    this.#started.close();
    await this.#workspace[Symbol.asyncDispose]();
  }
}

export async function startedClient(source: Source, options: ClientOptions = {}): Promise<ClientStage> {
  const workspace = new Workspace();
  try {
    const started = await sideOf(source, workspace, options).start(options.setting ?? usual);
    if (options.isLate) await started.program.running.exited;
    return new ClientStage(started, workspace, options);
  } catch (error) {
    await workspace[Symbol.asyncDispose]();
    throw error;
  }
}

/** Runs a grader of clients on a client. */
export async function runsClient(source: Source, grader: Grader, options: ClientOptions = {}): Promise<RunReport> {
  await using workspace = new Workspace();
  return await new Run({
    grader,
    side: sideOf(source, workspace, options),
    lingers: () => {},
    narrows: undefined,
    sweep: () => {},
    parameters: new Parameters('lab.yaml'),
    labPort: options.labPort ?? 45_000,
    provable: options.provable ?? true,
    waitBudgetMs: 10_000,
    only: undefined,
  }).all();
}

// Starts the student's client: tells it where to connect to, in the way it takes that, and gives it a terminal where one can be had.
// The law here: a client owes nothing when it starts. That the system would not start it is all that can go wrong here.
import { NotGradable, NotStarted } from './errors.ts';
import { type Program, printedBy, whyNotStarted } from './launch.ts';
import type { Plan } from './plan.ts';
import type { Spawn } from './running.ts';
import { type Terminal, atPipe, atTerminal } from './terminal.ts';

export interface ClientLaunchOptions {
  plan: Pick<Plan, 'starts' | 'env'>;
  /** Where the submission was copied to: the program's working directory. */
  root: string;
  env: Record<string, string>;
  protocol: 'tcp' | 'udp';
  spawn: Spawn;
  /** Without it, a terminal where one can be had. */
  terminal: Terminal | undefined;
}

export class ClientLauncher {
  readonly #options: ClientLaunchOptions;
  /** The command line of the first start, without the terminal. */
  command: string[] | undefined;
  /** What clients are started at. */
  terminal: Terminal;

  constructor(options: ClientLaunchOptions) {
    this.#options = options;
    this.terminal = options.terminal ?? (atTerminal([]) === undefined ? 'pipe' : 'pty');
  }

  /** @throws NotStarted, NotGradable */
  async start({ host, port }: { host: string; port: number }, env: Record<string, string>): Promise<Program> {
    const { plan, root, protocol, spawn } = this.#options;
    const [start] = plan.starts;
    if (start === undefined)
      throw new NotGradable(
        'there is no way known to start this program: say so in run.yaml (run: [command, "{host}", "{port}"])',
      );
    const command = start(port, host);
    this.command ??= command;
    const hasTerminal = this.terminal === 'pty';
    const running = await spawn((hasTerminal ? atTerminal(command) : undefined) ?? atPipe(command), {
      cwd: root,
      env: { ...this.#options.env, ...plan.env, ...env, TERM: 'dumb', HOST: host, PORT: String(port) },
    });
    const why = await whyNotStarted(running);
    if (why !== undefined) throw new NotStarted(`it cannot be started: ${why}`, printedBy(running));
    return {
      running,
      command,
      ...(hasTerminal && { terminal: running.pid }),
      givenPort: port,
      protocol,
      folder: root,
      env,
      lingers: false,
      listening: [],
      host,
      port,
    };
  }
}

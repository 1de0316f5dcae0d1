// The two sides of a protocol a program may stand on: a server, which checks ask, or a client, which checks wait for.
// The law here: a server is shared by the checks that can share it; a client does its task once, so each check has its own.
import type { ClientLauncher, Launcher, Program } from '../subject/index.ts';
import type { Addresses } from './addresses.ts';
import { Caller } from './caller.ts';
import type { ClientScene, Setting } from './grader.ts';
import { Hall } from './hall.ts';
import { Keyboard } from './keyboard.ts';
import { Screen } from './screen.ts';
import { Server } from './server.ts';
import type { Trial } from './trial.ts';

/** A program that has been started for checks. */
export interface Started {
  program: Program;
  /** What a check is given to speak to it. */
  scene: (trial: Trial, isNarrow: boolean) => object;
  /** Finds out what is only known once the check has had its say. @throws Failure */
  concludes: () => Promise<void>;
  /** Gives back what was made for it; it has been killed. */
  close: () => void;
}

export interface Side {
  /** Each check has a program of its own. */
  isAlone: boolean;
  /** @throws NotStarted, NotGradable */
  start: (setting: Setting) => Promise<Started>;
}

export function serverSide(
  launcher: Launcher,
  { folder, temporary, addresses }: { folder: string; temporary: string; addresses: Addresses },
): Side {
  return {
    isAlone: false,
    start: async (setting) => ({
      program: await launcher.start(() => setting.env(folder)),
      scene: (trial, isNarrow) => ({ server: new Server(trial, launcher, { addresses, temporary, isNarrow }) }),
      concludes: () => Promise.resolve(),
      close: () => {},
    }),
  };
}

/** @param options.isWide the network is ours, so that every address of it may be listened on */
export function clientSide(
  launcher: ClientLauncher,
  {
    folder,
    temporary,
    ...where
  }: { folder: string; temporary: string; protocol: 'tcp' | 'udp'; host: string; labPort: number; isWide: boolean },
): Side {
  const hasTerminal = launcher.terminal === 'pty';
  return {
    isAlone: true,
    start: async ({ env, isDeserted = false }) => {
      const hall = await Hall.open({ ...where, isOpen: !isDeserted });
      try {
        const program = await launcher.start(hall.told, env(folder));
        let scene: Pick<ClientScene, 'client' | 'screen' | 'keyboard'> | undefined;
        return {
          program,
          scene: (trial) => {
            const client = new Caller(trial, hall, temporary);
            const screen = new Screen(trial, client, hasTerminal);
            return (scene = { client, screen, keyboard: new Keyboard(trial, client, screen, hasTerminal) });
          },
          concludes: async () => scene && (await showsAll(scene)),
          close: () => hall.close(),
        };
      } catch (error) {
        hall.close();
        throw error;
      }
    },
  };
}

/** What a language's library holds back at a pipe comes out when the program ends; of one that does not end it is not known. */
async function showsAll({ client, keyboard, screen }: Pick<ClientScene, 'client' | 'screen' | 'keyboard'>): Promise<void> {
  if (!screen.lacks) return;
  await keyboard.ends();
  await client.settles();
  if (client.hasEnded) await screen.hasShownAll();
}

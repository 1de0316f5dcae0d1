// What a coordinator and the worker in a slot say to each other over the channel between them (JSON).
// The law here: what comes from a slot is data. An error is told by its name, and made anew on this side.
import { type GradeOptions, type Lab, Parameters, type Report } from '../engine/index.ts';
import { NotGradable, NotIsolated, type Role, UsageError } from '../subject/index.ts';

export interface Job {
  lab: Lab;
  role: Role;
  path: string;
  options: Omit<GradeOptions, 'notice' | 'place'>;
}

/** The lab of a job that has come over the channel. */
export function labOf({ lab }: Job): Lab {
  return { ...lab, parameters: Parameters.from(lab.parameters as unknown as ReturnType<Parameters['toJSON']>) };
}

/** Instead of a job: whether a sandbox can be made in the slot. */
export const probe = 'probe';

export type Told =
  | { is: 'ready' }
  | { is: 'notice'; message: string }
  | { is: 'report'; report: Report }
  | { is: 'error'; name: string; message: string; stack: string | undefined }
  /** After the last word about a job: whether the slot is as it was before. */
  | { is: 'done'; clean: boolean };

const kinds = { UsageError, NotGradable, NotIsolated };

export function errorOf({ name, message, stack }: Extract<Told, { is: 'error' }>): Error {
  if (Object.hasOwn(kinds, name)) return new kinds[name as keyof typeof kinds](message);
  return new Error(`in the slot: ${stack ?? message}`);
}

// The graders there are, a line a lab, in teaching order.
import { calculator } from './calculator.ts';
import type { Grader } from './engine/index.ts';
import { echoTcp } from './echo-tcp.ts';
import { timeServer } from './time-server.ts';

export const graders: readonly Grader[] = [calculator, timeServer, echoTcp];

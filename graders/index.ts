// The graders there are, a line a lab, in teaching order.
import type { Grader } from './engine/index.ts';
import { echoTcp } from './echo-tcp.ts';
import { timeServer } from './time-server.ts';

export const graders: readonly Grader[] = [timeServer, echoTcp];

// The graders there are, a line a lab, in teaching order.
import { calculator } from './calculator.ts';
import { chat } from './chat.ts';
import type { Grader } from './engine/index.ts';
import { echoStream } from './echo-stream.ts';
import { echoTcp } from './echo-tcp.ts';
import { echoUdp } from './echo-udp.ts';
import { timeServer } from './time-server.ts';

export const graders: readonly Grader[] = [calculator, chat, timeServer, echoTcp, echoUdp, echoStream];

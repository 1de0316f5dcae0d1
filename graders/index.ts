// The graders there are, a line a lab, in teaching order: of servers, and of the clients where a lab asks for one.
import { broadcastClient } from './broadcast-client.ts';
import { broadcast } from './broadcast.ts';
import { calculatorClient } from './calculator-client.ts';
import { calculator } from './calculator.ts';
import { chatClient } from './chat-client.ts';
import { chat } from './chat.ts';
import { echoForking } from './echo-forking.ts';
import { echoStream } from './echo-stream.ts';
import { echoTcpClient } from './echo-tcp-client.ts';
import { echoTcp } from './echo-tcp.ts';
import { echoThreading } from './echo-threading.ts';
import { echoUdpClient } from './echo-udp-client.ts';
import { echoUdp } from './echo-udp.ts';
import type { Grader } from './engine/index.ts';
import { fileChatClient } from './file-chat-client.ts';
import { fileChat } from './file-chat.ts';
import { timeServer } from './time-server.ts';

export const graders: readonly Grader[] = [
  calculator,
  broadcast,
  chat,
  fileChat,
  timeServer,
  echoTcp,
  echoUdp,
  echoStream,
  echoForking,
  echoThreading,
];

export const clientGraders: readonly Grader[] = [
  calculatorClient,
  broadcastClient,
  chatClient,
  fileChatClient,
  echoTcpClient,
  echoUdpClient,
];

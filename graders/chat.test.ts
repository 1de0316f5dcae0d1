// What an answer of the chat looks like to a student who made a slip, where the answer alone tells it.
// The law here: a hint is given where it is true, and nowhere else.
import { expect, test } from 'vitest';

import { chat } from './chat.ts';
import { Failure, type Shortfall } from './engine/failure.ts';
import { looksLike } from './engine/looksLike.ts';

/** The slip that it looks like in a check when this comes for a line. */
function slipIn(check: string, shortfall: Shortfall, came: string, line = ''): string | undefined {
  const slips = chat.slips.filter(({ of }) => of.length === 0 || of.includes(check));
  return looksLike(new Failure(shortfall, { message: 'wrong' }, Buffer.from(came), Buffer.from(line)), slips)?.name;
}

const login = 'budi says budi';
const list = 'ani says list\n';
const twoWords = 'ani says sendall selamat  pagi\n';

test.each([
  ['no-carriage-return', 'CHAT-1', login, 'budi sudah terhubung dengan system\n'],
  ['newline-missing', 'CHAT-1', login, '\rbudi sudah terhubung dengan system'],
  ['newline-missing', 'CHAT-1', login, '\rbudi sudah terhubung dengan system '],
  ['crlf-at-end', 'CHAT-1', login, '\rbudi sudah terhubung dengan system\r\n'],
  ['notice-twice', 'CHAT-1', login, '\rbudi sudah terhubung dengan system\n\rbudi sudah terhubung dengan system\n'],
  ['prompt', 'CHAT-1', login, '\rbudi sudah terhubung dengan system\n> '],
  ['notice-in-other-words', 'CHAT-1', login, '\rbudi sudah masuk\n'],
  ['duplicate-in-other-words', 'CHAT-2', login, '\rusername sudah dipakai\n'],
  [undefined, 'CHAT-2', login, '\rusername sudah dipake\n> '],
  ['newline-left-in', 'CHAT-3', list, '\rinvalid command\n'],
  ['invalid-too', 'CHAT-3', list, '\rlist yang online\nani is online \n\rinvalid command\n'],
  ['carriage-return-in-list', 'CHAT-3', list, '\rlist yang online\n\rani is online \n'],
  ['list-in-one-line', 'CHAT-3', list, '\rlist yang online ani is online budi is online\n'],
  ['list-without-heading', 'CHAT-3', list, '\rani is online \nbudi is online \n'],
  ['list-without-blank', 'CHAT-3', list, '\rlist yang online\nani is online\nbudi is online\n'],
  ['list-without-oneself', 'CHAT-3', list, '\rlist yang online\nbudi is online \n'],
  [undefined, 'CHAT-3', list, '\rlist yang online\nani is online \n'],
  ['newline-left-in', 'CHAT-4', twoWords, '\rani says selamat  pagi\n \n'],
  ['command-in-text', 'CHAT-4', twoWords, '\rani says sendall selamat pagi \n'],
  ['blanks-kept', 'CHAT-4', twoWords, '\rani says selamat  pagi \n'],
  ['last-blank-missing', 'CHAT-4', twoWords, '\rani says selamat pagi\n'],
  ['first-word-only', 'CHAT-4', twoWords, '\rani says selamat \n'],
  ['stale-tail', 'CHAT-4', 'ani says sendall ya\n', '\rani says ya amat \n'],
  [undefined, 'CHAT-4', twoWords, '\rani says selamat pagi \n'],
  ['receiver-in-text', 'CHAT-5', 'lisa says sendto anabel hai\n', '\rlisa says anabel hai \n'],
  ['sender-forgotten', 'CHAT-5', 'lisa says sendto anabel hai\n', '\rhai \n'],
  ['command-by-beginning', 'CHAT-6', 'ani says listrik\n', '\rlist yang online\nani is online \n'],
  ['command-anywhere', 'CHAT-6', 'ani says halo list\n', '\rlist yang online\nani is online \n'],
  [undefined, 'CHAT-6', 'ani says halo list\n', '\rinvalid command!\n'],
  ['off-twice', 'CHAT-7', login, '\r(budi) off\n\r(budi) off\n'],
  ['off-without-parentheses', 'CHAT-7', login, '\rbudi off\n'],
  ['off-without-name', 'CHAT-7', login, '\r(None) off\n'],
  [undefined, 'CHAT-7', login, '\r(budi) keluar\n'],
])('%s: in %s %j gives %j', (name, check, line, came) => {
  expect(slipIn(check, 'bytes', came, line)).toBe(name);
});

test.each<[name: string | undefined, check: string, shortfall: Shortfall]>([
  ['duplicate-closed-in-silence', 'CHAT-2', 'end'],
  [undefined, 'CHAT-2', 'silence'],
  ['invalid-in-silence', 'CHAT-6', 'silence'],
  ['pool-too-small', 'CHAT-8', 'silence'],
  ['five-places', 'CHAT-8', 'reset'],
  ['reset-kills-server', 'CHAT-9', 'refused'],
  ['unknown-receiver-disconnects', 'CHAT-11', 'end'],
])('%s: in %s: %s', (name, check, shortfall) => {
  expect(slipIn(check, shortfall, '')).toBe(name);
});

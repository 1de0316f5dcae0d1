// Grading one submission: the words a grader is written in, and what runs it.
export { type FileFacts, sha256 } from '../subject/index.ts';
export { apart, graceMs, nextSecond, readSecond, secondOfDay, shiftedZone, showSecond, zoneWithHour } from './clock.ts';
export type { Caller } from './caller.ts';
export { Client } from './client.ts';
export { type ClientRules, blockedBy, checkClientRules, clientSlips } from './clientRules.ts';
export type { Datagrams } from './datagrams.ts';
export { echoMessages, echoSlips, explained, nextClient } from './echo.ts';
export { Blocked, Failure, type Shortfall, type Slip, failureOf, inWords, slip } from './failure.ts';
export { type GradeOptions, grade, notGradable } from './grade.ts';
export {
  type CheckOptions,
  type ClientScene,
  type Declare,
  type Grader,
  type Scene,
  type Setting,
  checksUnder,
  clientGrader,
  grader,
} from './grader.ts';
export { type HeldUp, type LooksLike, SignedEcho } from './signedEcho.ts';
export type { Keyboard } from './keyboard.ts';
export type { Screen } from './screen.ts';
export { signedSlips } from './signedSlips.ts';
export { type Rule, readRules, roleOf, rulesOf } from './handout.ts';
export { type Lab, readLab } from './lab.ts';
export { allValues, cutsOf, deceptions, prose } from './markedFiles.ts';
export { notation } from './notation.ts';
export { Parameters, endOf } from './parameters.ts';
export type { CheckReport, Evidence, Finding, Level, Report, TranscriptEntry, Verdict } from './report.ts';
export type { Listener } from './listener.ts';
export {
  type Asking,
  type TcpRules,
  checkPort,
  checkTcpRules,
  needsAnswers,
  needsTurns,
  servesNext,
  tcpSlips,
} from './tcpRules.ts';
export type { Server } from './server.ts';
export type { Hearing } from './trial.ts';
export { type Pattern, anyOf, anything, bytes, clock, digits, exactly, integer, optional, sequence, text, wire } from './wire.ts';

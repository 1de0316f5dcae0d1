// Running a program that is not to be trusted: what the engine may use of it.
export { type Asleep, isAtRest, provesAsleep } from './asleep.ts';
export { build } from './build.ts';
export { NotBuilt, NotGradable, NotStarted, type Printed, UsageError } from './errors.ts';
export { hidesClock } from './hiddenClocks.ts';
export { type SourceFile, type Submission, takeIn } from './intake.ts';
export { Launcher, type Program, describeExit, printedBy } from './launch.ts';
export { socketInodes } from './listening.ts';
export { type Plan, planFor, takesNoPort } from './plan.ts';
export { type Exit, type Isolation, type Running, hasProc, inProcessGroup } from './processGroup.ts';
export { Unreadable, linkProc, readProc } from './procfs.ts';
export { findRuntime, known as runtimes } from './runtimes.ts';
export { provesItself } from './selfTest.ts';
export { type ListeningSocket, type SocketRow, listeningAmong, rowsOfPort } from './socketTable.ts';
export { type PortState, portState } from './portOwner.ts';
export { describeThread } from './standing.ts';
export { type Thread, type Threads, descriptors, scanThreads } from './threads.ts';
export { asInt32, limitMs, limitPointer } from './waits.ts';
export { Workspace } from './workspace.ts';

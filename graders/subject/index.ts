// Running a program that is not to be trusted: what the engine may use of it.
export { unpack } from './archive.ts';
export { isArchiveName } from './archiveKind.ts';
export { type Asleep, isAtRest, provesAsleep } from './asleep.ts';
export { atExit } from './atExit.ts';
export { build } from './build.ts';
export { type Census, type ProcessInfo, censusOf, processesOf } from './census.ts';
export { NotBuilt, NotGradable, NotIsolated, NotStarted, type Printed, UsageError } from './errors.ts';
export { type FileFacts, fileFacts, sha256 } from './fileFacts.ts';
export { hidesClock } from './hiddenClocks.ts';
export { type SourceFile, type Submission, takeIn } from './intake.ts';
export { copyFile, explained, readHead } from './intakeFiles.ts';
export { isIgnored, shownName, unreadable, unreadableName } from './intakeList.ts';
export { Launcher, type Program, describeExit, printedBy } from './launch.ts';
export { ClientLauncher } from './launchClient.ts';
export { socketInodes } from './listening.ts';
export { type Limits, defaultLimits, inodesFor, limitNames, withLimits } from './limits.ts';
export { type Plan, type Role, planFor, roleOfSubmission, takesNoPort } from './plan.ts';
export { loaderFolder } from './planScripts.ts';
export { hasProc, inProcessGroup, limitedInProcessGroup } from './processGroup.ts';
export type { Exit, Isolation, Running, Spawn } from './running.ts';
export { Unreadable, linkProc, readProc } from './procfs.ts';
export type { ProcessTree } from './processTree.ts';
export { findRuntime, known as runtimes } from './runtimes.ts';
export { which } from './runtimesPath.ts';
export { type Sandbox, furnish } from './sandbox.ts';
export { inSandbox } from './sandboxed.ts';
export { provesItself } from './selfTest.ts';
export {
  type ListeningSocket,
  type SocketRow,
  listeningAmong,
  mostBuffered,
  refusedDatagrams,
  rowsOfPorts,
} from './socketTable.ts';
export { type PortState, portState } from './portOwner.ts';
export { describeThread } from './standing.ts';
export { Tail } from './tail.ts';
export { type Terminal, atTerminal, endOfInput, enter, flushTerminal, lendsTerminal } from './terminal.ts';
export { type Thread, type Threads, scanThreads } from './threads.ts';
export { asInt32, limitMs, limitPointer } from './waits.ts';
export { Workspace } from './workspace.ts';

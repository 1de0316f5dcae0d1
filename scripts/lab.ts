#!/usr/bin/env node
// The command line: what there is to type, and what an error means for the exit status.
// The law here: results go to stdout, words for people to stderr; 0 all passed, 1 something failed, 2 wrong use, 3 could
// not grade. What a command needs is loaded when it runs.
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';

import type { BatchCommand } from './commands/batch.ts';
import type { ExportCommand } from './commands/export.ts';
import type { GradeCommand } from './commands/grade.ts';
import type { ShowCommand } from './commands/show.ts';
import type { TryCommand } from './commands/try.ts';
import type { VerifyCommand } from './commands/verify.ts';
import { report as tell } from './tell.ts';

for (const [signal, status] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  process.on(signal, () => process.exit(status)); // what was started is ended, and what was made removed, as this process exits
}
process.stdout.on('error', () => process.exit(3)); // nobody reads the result any more

const seed = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('a whole number from 0 to 999999999 is needed.');
  return Number(text);
};
const count = (text: string): number => {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new InvalidArgumentError('a whole number from 1 to 999 is needed.');
  return Number(text);
};
const isolation = () =>
  new Option('--isolation <kind>', 'how programs are kept apart (default: by namespaces, where there are any)').choices([
    'namespaces',
    'process-group',
  ]);
const role = (...more: string[]) =>
  new Option('--role <role>', 'which of the two programs is meant').choices(['server', 'client', ...more]);
const port = (text: string): number => {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1 || number > 65_535)
    throw new InvalidArgumentError('a port is a whole number from 1 to 65535.');
  return number;
};

const setting = (): Option =>
  new Option('--set <name=value>', "set one of the lab's parameters otherwise (may be repeated)")
    .default([], 'as lab.yaml has them')
    .argParser((text: string, before: string[]) => [...before, text]);

const limit = (): Option =>
  new Option('--limit <name=number>', 'what the program may use, such as memory=512 (may be repeated)')
    .default([], 'as lab.yaml has them')
    .argParser((text: string, before: string[]) => [...before, text]);

const lab = new Command('lab')
  .description('Runs and grades network-programming assignments, byte by byte.')
  .version('0.1.0')
  .exitOverride()
  .configureHelp({ sortSubcommands: false })
  .showHelpAfterError('(lab --help shows what there is)')
  .addHelpText(
    'after',
    "\nExit status: 0 every check passed · 1 something failed · 2 wrong use · 3 could not grade, and it is not the student's fault",
  );

lab
  .command('list')
  .description('the labs there are')
  .action(async () => (await import('./commands/list.ts')).list());

lab
  .command('show <lab>')
  .description('the handout, and what each check is worth')
  .addOption(new Option('--language <code>', 'the language of the handout').choices(['en', 'id']).default('en'))
  .addOption(role())
  .action(async (id: string, options: ShowCommand) => (await import('./commands/show.ts')).show(id, options));

lab
  .command('grade <lab> <submission>')
  .description('grade one submission: a folder, a single source file, or a .zip, .tar, .tar.gz or .tgz')
  .option('--json [file]', 'print the report as JSON, or write it to a file beside the text')
  .option('--html <file>', 'write the report as a page for a browser')
  .addOption(new Option('--language <code>', 'the language of that page').choices(['en', 'id']).default('en'))
  .option('--pcapng <file>', 'write the conversations as a capture, for Wireshark')
  .option('--only <checks...>', 'run only these checks (by id or rule), and those they depend on')
  .addOption(setting())
  .option('--run <command>', 'how the program is started, with {port} where the port goes')
  .option('--build <command>', 'how the program is built')
  .addOption(limit())
  .option('--seed <number>', 'the seed of everything random', seed, 1)
  .option('--verbose', 'show transcripts, and all that the program printed')
  .option('--quiet', 'print the score alone')
  .option('--junit <file>', 'write the report as JUnit XML too')
  .option('--ctrf <file>', 'the same as CTRF JSON')
  .option('--gradescope <file>', "the same as Gradescope's results.json")
  .option('--classroom50 <file>', "the same as Classroom 50's result.json")
  .option('--github', 'print annotations for GitHub Actions, and add to the job summary')
  .addOption(role('both'))
  .addOption(new Option('--terminal <kind>', 'what a client is started at (default: a terminal)').choices(['pty', 'pipe']))
  .addOption(isolation())
  .action(async (id: string, submission: string, options: GradeCommand) => {
    process.exitCode = await (await import('./commands/grade.ts')).grade(id, submission, options);
  });

lab
  .command('diff <old> <new>')
  .description('what changed between two gradings, each a report file: exit status 1 where something moved')
  .option('--json', 'print it as JSON')
  .action(async (old: string, now: string, options: { json?: true }) => {
    process.exitCode = await (await import('./commands/diff.ts')).diff(old, now, options);
  });

lab
  .command('batch <lab> <submissions>')
  .description('grade a class: a folder or an archive as the LMS gives it; given again, it goes on where it stopped')
  .option('--out <folder>', 'where results and pages go (default: <lab>-graded)')
  .option('--jobs <number>', 'how many programs are graded at a time (default: one a processor)', count)
  .option('--layout <name>', 'how the submissions are laid down (default: found out)')
  .option('--roster <csv>', 'the class list: names, mails, ids; who is on it and handed in nothing is shown')
  .option('--regrade', 'grade all again')
  .option('--failed', 'grade those again that have not all points')
  .option('--only <checks...>', 'run only these checks (by id or rule), and those they depend on')
  .addOption(setting())
  .addOption(limit())
  .option('--seed <number>', 'the seed of everything random', seed, 1)
  .addOption(new Option('--language <code>', 'the language of the pages').choices(['en', 'id']).default('en'))
  .option('--pcapng', "write a capture of each student's conversations beside the page, for Wireshark")
  .option('--json', 'print the progress as JSON, an object a line')
  .addOption(role())
  .addOption(isolation())
  .option('--i-trust-these-programs', 'grade also where programs cannot be isolated')
  .action(async (id: string, submissions: string, options: BatchCommand) => {
    process.exitCode = await (await import('./commands/batch.ts')).batch(id, submissions, options);
  });

lab
  .command('export <format> <batch>')
  .description(
    'write the grades of a batch as an LMS takes them (summary, moodle-gradebook, moodle-worksheet, canvas, junit, ctrf), or captures (pcapng)',
  )
  .option('--exported <csv>', 'the file that the LMS exported, to be filled in')
  .option(
    '--column <name=header>',
    'what a column is called there, such as grade=Nilai (may be repeated)',
    (text: string, before: string[]) => [...before, text],
    [],
  )
  .option('--output <file>', "where it goes; of captures, the folder (default: in the batch's folder)")
  .action(async (format: string, folder: string, options: ExportCommand) =>
    (await import('./commands/export.ts')).exportGrades(format, folder, options),
  );

lab
  .command('try <lab>')
  .description('run the reference, to talk to by hand')
  .option('--port <number>', "the port it listens on, or connects to (default: the lab's own)", port)
  .addOption(role())
  .addOption(setting())
  .action(async (id: string, options: TryCommand) => {
    if (options.role === 'client') process.exitCode = await (await import('./commands/tryClient.ts')).tryClient(id, options);
    else await (await import('./commands/try.ts')).tryOut(id, options);
  });

lab
  .command('verify [lab] [programs...]')
  .description('prove a grader right, with its reference, mutants and variants, or with those named')
  .option('--jobs <number>', 'how many programs are graded at a time (default: two a processor)', count)
  .addOption(isolation())
  .addOption(role())
  .action(async (id: string | undefined, names: string[], options: VerifyCommand) => {
    process.exitCode = await (await import('./commands/verify.ts')).verify(id, names, options);
  });

lab
  .command('doctor')
  .description('what this machine can and cannot do, and how to mend it')
  .action(async () => {
    process.exitCode = await (await import('./commands/doctor.ts')).doctor();
  });

try {
  await lab.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) process.exitCode = tell(error);
  else if (error.exitCode !== 0) {
    process.exitCode = 2;
    if (error.code === 'commander.missingArgument' && process.argv.includes('--json')) {
      console.error('(--json takes the word after it for its file: put --json last, or write --json=FILE)');
    }
  }
}

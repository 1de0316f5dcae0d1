// `lab grade LAB SUBMISSION --role both`: grades the server of a submission and its client, one after the other.
// The law here: each has a report of its own, as if it had been graded alone; only the last line is about the two together.
import type { Report } from '../../graders/engine/index.ts';
import { jsonText } from '../../graders/report/json.ts';
import { UsageError } from '../../graders/subject/index.ts';
import { rolesOf, weightsOf } from '../course.ts';
import { print } from '../terminal.ts';
import { type GradeCommand, graded, statusOf, textOf } from './grade.ts';
import { writeFile } from './gradeOutputs.ts';

/** What is made of one report, and not of two. */
const single = ['html', 'pcapng', 'only', 'run', 'build', 'junit', 'ctrf', 'gradescope', 'classroom50', 'github'] as const;

/** @returns the exit status, the higher of the two */
export async function gradeBoth(id: string, path: string, options: GradeCommand): Promise<number> {
  const other = single.find((name) => options[name] !== undefined);
  if (other !== undefined) throw new UsageError(`--${other}: is for one program; name it with --role server or --role client`);
  const roles = await rolesOf(id);
  if (roles.length < 2) throw new UsageError(`--role both: the lab ${id} has no ${roles[0] === 'server' ? 'client' : 'server'}`);
  const reports: Report[] = [];
  for (const role of roles) reports.push((await graded(id, path, { ...options, role })).report);
  const json = jsonText(reports);
  if (typeof options.json === 'string') writeFile('--json', options.json, json);
  const texts = await Promise.all(reports.map((report) => textOf(report, options)));
  const gap = options.quiet ? '' : '\n';
  const total = `Together: ${await together(id, reports)} of 100\n`;
  await print(options.json === true ? json : [...texts, total].join(gap));
  return Math.max(...reports.map(statusOf));
}

/** By the course's weights, in hundredths. */
async function together(id: string, reports: Report[]): Promise<string> {
  const weights = await weightsOf(id);
  const sum = reports.reduce((all, { role }) => all + weights[role], 0);
  const score = reports.reduce((all, { role, score: points, maxScore }) => all + (weights[role] * points) / (maxScore || 1), 0);
  return String(Math.round((score / sum) * 1000) / 10);
}

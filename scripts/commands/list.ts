// `lab list`: the labs there are, one a line.
import { clientGraders, graders } from '../../graders/index.ts';
import { labNamed } from '../course.ts';

export async function list(): Promise<void> {
  for (const { lab: id } of graders) {
    const { lab, grader } = await labNamed(id);
    const ofClient = clientGraders.some((one) => one.lab === id) ? await labNamed(id, [], 'client') : undefined;
    const client = ofClient && `; client: ${ofClient.lab.rules.length} rules, ${ofClient.grader.checks.length} checks`;
    console.log(
      `${id.padEnd(14)} ${lab.title} (${lab.transport}, port ${lab.port}): ${lab.rules.length} rules, ${grader.checks.length} checks${client ?? ''}`,
    );
  }
}

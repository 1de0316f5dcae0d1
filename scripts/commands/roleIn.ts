// Which program of a submission is graded where `--role` does not say it: the server where there is one, else the client.
// The law here: it is decided as the program is chosen, by a look at the source; what cannot be read says so when it is graded.
import { type Role, Workspace, roleOfSubmission, takeIn } from '../../graders/subject/index.ts';
import { rolesOf } from '../course.ts';

export async function roleIn(id: string, path: string): Promise<Role> {
  const [role = 'server', ...others] = await rolesOf(id);
  if (others.length === 0) return role;
  await using workspace = new Workspace();
  try {
    return roleOfSubmission(await takeIn(path, workspace.submission), id);
  } catch {
    return role;
  }
}

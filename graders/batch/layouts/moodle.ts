// Moodle's "Download all submissions", in folders or flat: `<name>_<id>_assignsubmission_<plugin>[_]`, then `_<file>` where it is flat.
// The law here: the plugin's name and the id are the same in all languages of a site, and nothing else is looked at.
import type { ClassFolder, Entry, Layout, Reading, Student } from './layout.ts';
import { studentOf } from './layout.ts';
import { add, addProblem, addUnfit, emptyReading } from './submission.ts';

/** mod/assign/classes/downloader.php: `_` in a name has become a space, so the first id that fits is the one. */
const form = /^(.*?)_(\d+)_assignsubmission_([a-z]\w*?)(?:_(.*))?$/su;
const withoutId = /_assignsubmission_[a-z]/;

interface Part {
  entry: Entry;
  who: string;
  id: string;
  plugin: string;
  /** What the student called it, where it is flat; empty for a folder. */
  name: string;
}

/** Only of the file plugin's parts is `plugin` "file"; a file's own name begins behind it. */
function partOf(entry: Entry): Part | null {
  const [, who, id, plugin, name = ''] = form.exec(entry.name) ?? [];
  return who === undefined ? null : { entry, who, id: id!, plugin: plugin!, name };
}

export const isMoodle = (entry: Entry): boolean => form.test(entry.name);

export const moodle: Layout = { name: 'moodle', fits: ({ entries }) => entries.filter(isMoodle).length, read };

function read({ entries }: ClassFolder): Reading {
  const reading = emptyReading();
  const groups = new Map<string, Part[]>();
  for (const entry of entries) {
    const part = partOf(entry);
    if (part !== null) groups.set(part.id, [...(groups.get(part.id) ?? []), part]);
    else {
      const reason = withoutId.test(entry.name)
        ? 'it has no id: Moodle packs so what students without a group handed in where groups hand in together'
        : 'its name is not of the form <name>_<id>_assignsubmission_file, as Moodle makes it';
      addUnfit(reading, entry, reason);
    }
  }
  const isBlind = hidesNames([...groups.values()].map(([first]) => first!.who));
  for (const [id, parts] of groups)
    addGroup(reading, studentOf(id, { name: isBlind || parts[0]!.who === '' ? null : parts[0]!.who }), parts);
  return reading;
}

function addGroup(reading: Reading, student: Student, parts: Part[]): void {
  const files = parts.filter(({ plugin }) => plugin === 'file');
  const folders = files.filter(({ entry, name }) => entry.isFolder && name === '');
  const texts = parts.filter((part) => !files.includes(part));
  if (files.length === 0) {
    const reason = `nothing was handed in but ${texts[0]!.plugin}: no file`;
    addProblem(reading, { students: [student], parts: texts, reason });
    return;
  }
  for (const { entry } of texts) {
    reading.setAside.push({ entry: entry.name, reason: 'a file was handed in as well, and that counts' });
  }
  if (folders.length > 0 && files.length > 1) {
    const reason = `the id ${student.id} is there more than once: leave only what counts`;
    addProblem(reading, { students: [student], parts: files, reason });
    return;
  }
  const named = files.map(({ entry, name }) => ({ entry, name: usable(name) ? name : entry.name }));
  const [only] = files;
  const common = `${only!.who}_${only!.id}_assignsubmission_file`;
  add(reading, { students: [student], entry: files.length === 1 ? only!.entry.name : common, parts: named, late: false });
}

/** A file may be called so. */
export const usable = (name: string): boolean => !['', '.', '..'].includes(name);

/** In blind marking all are called the same, by a word of the site's language. */
function hidesNames(names: string[]): boolean {
  const [first] = names;
  if (first === undefined || names.some((name) => name !== first)) return false;
  return names.length > 2 || /^(?:Participant|Peserta)$/.test(first);
}

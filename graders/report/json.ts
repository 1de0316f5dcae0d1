// A report, or what changed between two, as JSON, for programs and for files.
// The law here: it may be printed to a terminal, so what it could obey is escaped; `JSON.parse` gives back the same.
import { escapeHarmful } from './characters.ts';
import type { Report } from '../engine/report.ts';

/** Keys stand in the order in which they were set; two blanks of indentation, and a newline at the end. */
export function renderJson(report: Report): string {
  return jsonText(report);
}

/** The same for other formats that are JSON. */
export function jsonText(value: object): string {
  return `${escapeHarmful(JSON.stringify(value, null, 2), unicodeEscape)}\n`;
}

function unicodeEscape(character: string): string {
  return Array.from({ length: character.length }, (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`).join(
    '',
  );
}

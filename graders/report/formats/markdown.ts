// Markdown that says what it was given, as GitHub renders it.
// The law here: text is safe; in prose every sign of punctuation is escaped, and a block ends where we end it.

/** For prose and cells of tables; one line. */
export function escapeMarkdown(text: string): string {
  return text.replaceAll('\n', ' ').replace(/[!-/:-@[-`{-~]/gu, String.raw`\$&`);
}

/** A block of text as it is, between fences that are longer than any in it. */
export function codeBlock(text: string): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/gu), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}\n`;
}

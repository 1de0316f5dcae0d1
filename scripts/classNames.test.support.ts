// Names as no list of students should hold, and some do.
// The law here: each of them is one that a spreadsheet, a page, a file system or a program could take for something else.

/** Of 200 bytes each. */
const long = ['n'.repeat(200), '王'.repeat(66) + 'ab'];

export const hostileNames: readonly string[] = [
  '=1+1',
  "+cmd|' /C calc'!A0",
  '-2+3',
  '@SUM(A1:A9)',
  '=HYPERLINK("http://example.org","grade")',
  '<script>document.title="owned"</script>',
  '"><img src=x onerror=alert(1)>',
  'Conor "Con" O\'Brien; DROP TABLE',
  '\u202etxt.exe עברית',
  'ملک محمد',
  '👩‍👩‍👧‍👦 Emoji 🎉',
  ...long,
  'Ali',
  'ALI',
  'ali',
  'Jos\u00e9',
  'Jose\u0301',
  'Budi',
  '__proto__',
  'constructor',
  '%2e%2e%2f',
  '$(touch owned)',
  '--regrade',
  '#1 & <b>bold</b>',
  'zero\u200bwidth',
  'line\u2028separator',
  'Santoso, Budi',
  ']]>',
  '{{7*7}}',
  'a (1)',
  'two\nlines',
  'bell\u0007',
  'Ordinary Student',
];

/** As it can stand in a file's name. */
export const asFileName = (name: string): string => name.replaceAll('/', ' ');

/** As a file's name it is refused, for it cannot be shown: a row, and no submission. */
export const isUnreadable = (name: string): boolean => /\p{Cc}/u.test(name);

// Comments and strings out of source text.
import { expect, test } from 'vitest';

import type { SourceKind } from './languages.ts';
import { withoutComments, withoutStrings } from './sourceText.ts';

test.each<[SourceKind, string, string]>([
  ['python', 'a = "# no comment" # comment', 'a = "# no comment"  '],
  ['python', 'a = 1\n"""doc\n# x"""\nb', 'a = 1\n \nb'],
  ['python', "s = 'it\\'s' # x", "s = 'it\\'s'  "],
  ['python', '"""never closed', ' '],
  ['node', "u = 'http://x'; // comment", "u = 'http://x';  "],
  ['node', 'a /* b\n */ c', 'a   c'],
  ['typescript', '`// ${"in a template"}`', '`// ${"in a template"}`'],
  ['java', "x = '\"'; // y", "x = '\"';  "],
  ['c', 'a /* never closed */* b', 'a  * b'],
  ['c', '#include "x.h" // y', '#include "x.h"  '],
  ['shell', 'echo "# no" a#b # yes', 'echo "# no" a#b  '],
  ['executable', '# // /* */', '# // /* */'],
])('%s: %s', (kind, text, expected) => {
  expect(withoutComments(text, kind)).toBe(expected);
});

test('strings become empty ones', () => {
  expect(withoutStrings('print "a", \'b\' # c\n"""d"""')).toBe("print '', ''  \n''");
});

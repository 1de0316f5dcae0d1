// That silence can be proven where the tests run, and that the probe leaves nothing behind.
import { expect, test } from 'vitest';

import { hasProc } from './processGroup.ts';
import { provesItself } from './selfTest.ts';

test.skipIf(!hasProc)('proves a silent program silent', async () => {
  expect(await provesItself(20_000)).toBe(true);
});

test('says no when there is no time, and ends its program all the same', async () => {
  expect(await provesItself(0)).toBe(false);
  expect(process.getActiveResourcesInfo()).not.toContain('ProcessWrap');
});

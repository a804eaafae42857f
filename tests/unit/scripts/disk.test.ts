import { expect, test } from 'vitest';
import { inRoot } from '#scripts/lib/paths.mjs';
import { capture } from '#scripts/lib/process.mjs';
import { file, temporaryFolder } from './fake-programs.ts';

test('a folder that may not be written to is one sentence with what to do', async () => {
  // No user may make a folder there, root included; it is how a read-only clone looks, whoever starts it.
  const folder = '/sys/redis-bank';
  const script = `
    import { takeLock } from ${JSON.stringify(inRoot('scripts/lib/lock.mjs'))};
    import { run } from ${JSON.stringify(inRoot('scripts/lib/say.mjs'))};
    run(() => takeLock('it runs', ${JSON.stringify(folder)}));
  `;
  const { status, output } = await capture(process.execPath, [file(temporaryFolder(), 'it.mjs', script)]);
  expect(status).toBe(1);
  expect(output).toMatch(
    /^✗ \/sys\/redis-bank cannot be written \(mkdir\); (this user may not|its file system is read-only): .+\.\n$/,
  );
});

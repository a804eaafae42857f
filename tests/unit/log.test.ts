import { spawn } from 'node:child_process';
import { afterEach, expect, test, vi } from 'vitest';
import { log } from '#lib/log.ts';
import { inRoot } from '#scripts/lib/paths.mjs';

afterEach(() => void vi.useRealTimers());

test('what fails alike is said when it begins, and counted when it is over', () => {
  vi.useFakeTimers();
  const lines: Record<string, unknown>[] = [];
  const written = vi
    .spyOn(process.stderr, 'write')
    .mockImplementation((line) => lines.push(JSON.parse(String(line))) > 0);
  for (let at = 0; at < 3; at++) {
    for (let times = 0; times < 100; times++) log.folded('it failed', { at });
    // Less than what ends an outage.
    vi.advanceTimersByTime(9_000);
  }
  log.folded('it failed otherwise');
  expect(lines).toMatchObject([
    { level: 'warn', message: 'it failed', at: 0 },
    { message: 'it failed otherwise' },
  ]);
  vi.advanceTimersByTime(11_000);
  expect(lines[2]).toMatchObject({ level: 'warn', message: 'it failed', more: 299 });
  log.folded('it failed', { at: 'again' });
  expect(lines).toHaveLength(4);
  expect(lines[3]).toMatchObject({ at: 'again' });
  written.mockRestore();
});

/** Logs when it is told to; ends with 1 when that throws, at once or later. */
const LOGS_ONCE = `
  import { log } from '#lib/log.ts';
  process.on('uncaughtException', () => process.exit(1));
  process.once('message', () => {
    log.info('is anybody there');
    setImmediate(() => process.exit(0));
  });
`;

test('a log that nobody reads any more is no fault: the process ends as it was about to', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', LOGS_ONCE], {
    cwd: inRoot(),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  child.stderr?.destroy();
  child.send('log');
  expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(0);
});

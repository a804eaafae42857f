import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '#tests/setup/until.ts';
import { type ListeningBank, PASSWORD, startListeningBank } from './listening-bank.ts';

let bank: ListeningBank;
beforeAll(async () => {
  bank = await startListeningBank();
});
afterAll(() => bank?.stop());

/** What it prints, and how it ends. */
function client(...args: string[]) {
  const child: ChildProcess = spawn(
    'python3',
    ['examples/native-client/bank.py', ...args, '--url', bank.url],
    {
      env: { ...process.env, BANK_PASSWORD: PASSWORD, PYTHONUNBUFFERED: '1' },
    },
  );
  let output = '';
  child.stdout?.on('data', (bytes) => {
    output += bytes;
  });
  child.stderr?.on('data', (bytes) => {
    output += bytes;
  });
  return {
    said: (text: string) => until(() => output.includes(text)),
    ended: async () => ({ status: (await once(child, 'close'))[0], output }),
  };
}

describe('the native client in examples/', () => {
  it('signs in, reads, hears postings as they happen, and signs out', async () => {
    const run = client(bank.person.username, '--postings', '2');
    const ended = run.ended();
    await run.said('Following the stream.');
    const { openStreamCount } = await import('#lib/live/event-stream.ts');
    await until(() => openStreamCount() > 0);
    await bank.post();
    await bank.post();
    const { status, output } = await ended;
    expect(output).toContain('Signed in as Ann Example.');
    expect(output).toMatch(/Current account •••• 7890: -?[\d,]+\.\d\d USD/);
    expect(output.match(/live: .*: -12\.34/g)).toHaveLength(2);
    expect(output).toMatch(/Signed out\.\n$/);
    expect(status).toBe(0);
    const { sessionIds } = await import('#lib/sessions/list.ts');
    expect(await sessionIds(bank.redis, bank.person.user as never)).toEqual([]);
  });

  it('is told when its session is ended elsewhere, and why', async () => {
    const run = client(bank.person.username, '--postings', '1');
    const ended = run.ended();
    await run.said('Following the stream.');
    const { openStreamCount } = await import('#lib/live/event-stream.ts');
    await until(() => openStreamCount() > 0);
    const { revokeAllSessions } = await import('#lib/sessions/revoke.ts');
    const { webRedis } = await import('#lib/redis/client.ts');
    await revokeAllSessions(webRedis(), bank.person.user as never, 'password_changed');
    const { status, output } = await ended;
    expect(output).toContain('The session ended: password_changed.');
    expect(status).toBe(3);
  });

  it('says in the bank’s words what was wrong', async () => {
    const { status, output } = await client('nobody-of-that-name').ended();
    expect(output).toContain('This user name and password do not match. (wrong_credentials)');
    expect(status).toBe(2);
  });
});

import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { Supervisor } from '#scripts/lib/supervisor.mjs';
import { file, temporaryFolder } from './fake-programs.ts';

const STAYS =
  "process.on('SIGTERM', () => { console.log('ended'); process.exit(); }); console.log('up'); setInterval(() => {}, 1e6);";

/** A supervisor, what its processes said, and a way to start one and wait for its first line. */
function supervised(order: string[]) {
  const said: string[] = [];
  const waiting: (() => void)[] = [];
  const supervisor = new Supervisor(order, (line, name) => {
    said.push(`${name} ${line}`);
    for (const resolve of waiting.splice(0)) resolve();
  });
  const start = async (name: string, script: string) => {
    const heard = new Promise<void>((resolve) => waiting.push(resolve));
    const child = supervisor.start(
      name,
      process.execPath,
      [file(temporaryFolder(), 'it.mjs', script)],
      process.env,
    );
    await heard;
    return child;
  };
  return { supervisor, said, start };
}

test('processes are stopped one after another, in the order that was asked for', async () => {
  const { supervisor, said, start } = supervised(['web', 'worker', 'redis']);
  await start('redis', STAYS);
  await start('worker', STAYS);
  await start('web', STAYS);
  said.length = 0;
  await supervisor.stop();
  expect(said).toEqual(['web ended', 'worker ended', 'redis ended']);
});

test('one that ends unasked is reported with how it ended and what it said last', async () => {
  const { supervisor, start } = supervised(['web']);
  await start('web', "console.log('about to fail'); console.error('for this reason'); process.exitCode = 3;");
  const { name, how, tail } = await supervisor.crashed;
  expect({ name, how }).toEqual({ name: 'web', how: 'ended with status 3' });
  expect(tail.toSorted()).toEqual(['about to fail', 'for this reason']);
  expect(supervisor.tail('web')).toEqual(tail);
});

test('one that was killed is reported as that', async () => {
  const { supervisor, start } = supervised(['web']);
  const child = await start('web', STAYS);
  child.kill('SIGKILL');
  expect((await supervisor.crashed).how).toBe('was ended by SIGKILL');
});

test('one that begins in the moment of stopping does not stay', async () => {
  const { supervisor } = supervised(['web']);
  await supervisor.stop();
  const child = supervisor.start('web', process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], process.env);
  await new Promise((resolve) => child.once('exit', resolve));
  expect(child.signalCode).toBe('SIGTERM');
});

test('a part that dies at once is started again after pauses that grow to a bound, and each is told', async () => {
  const { supervisor } = supervised(['web']);
  const told: string[] = [];
  const four = new Promise<void>((resolve) => {
    supervisor.keepRunning(
      ({ name, how, tail }, pauseMs) => {
        told.push(`${name} ${how}, ${tail}, again in ${pauseMs}`);
        if (told.length === 4) resolve();
      },
      { firstPauseMs: 10, maxPauseMs: 30 },
    );
  });
  const script = file(temporaryFolder(), 'it.mjs', "console.log('no more'); process.exitCode = 3;");
  supervisor.start('web', process.execPath, [script], process.env);
  await four;
  await supervisor.stop();
  const pauses = [10, 20, 30, 30];
  expect(told).toEqual(pauses.map((ms) => `web ended with status 3, no more, again in ${ms}`));
});

test('one that lived long enough is started again as soon as the first time', async () => {
  const { supervisor } = supervised(['web']);
  const pauses: number[] = [];
  const three = new Promise<void>((resolve) => {
    const tell = (_: unknown, pauseMs: number) => pauses.push(pauseMs) === 3 && resolve();
    supervisor.keepRunning(tell, { firstPauseMs: 10, steadyMs: 0 });
  });
  supervisor.start('web', process.execPath, ['-e', ''], process.env);
  await three;
  await supervisor.stop();
  expect(pauses).toEqual([10, 10, 10]);
});

test('one that cannot even begin is tried again too', async () => {
  const { supervisor } = supervised(['redis']);
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)']);
  const told: string[] = [];
  let tries = 0;
  const begun = new Promise<void>((resolve) => {
    const again = async () => {
      tries += 1;
      if (tries < 3) throw new Error('no room on the disk');
      resolve();
    };
    supervisor.watch('redis', child, { again });
  });
  supervisor.keepRunning(({ how }) => told.push(how), { firstPauseMs: 10 });
  child.kill('SIGKILL');
  await begun;
  expect(told.slice(0, 1)).toEqual(['was ended by SIGKILL']);
  expect(told.slice(-2)).toEqual(['no room on the disk', 'no room on the disk']);
  await supervisor.stop();
});

test('a program that is not there is told once, with the reason', async () => {
  const { supervisor } = supervised(['web']);
  const told: string[] = [];
  const two = new Promise<void>((resolve) => {
    supervisor.keepRunning(({ how }) => told.push(how) === 2 && resolve(), { firstPauseMs: 10 });
  });
  supervisor.start('web', '/no/such/program', [], process.env);
  await two;
  await supervisor.stop();
  expect(told).toEqual(Array(2).fill('spawn /no/such/program ENOENT'));
});

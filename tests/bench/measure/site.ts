/** A server under measurement: where it listens, and all processes that it needs. */
import { type ChildProcess, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { inRoot } from '#scripts/lib/paths.mjs';
import { connect } from '#scripts/lib/redis/connection.mjs';
import type { Processes } from './cpu.ts';

export type Site = {
  name: string;
  port: number;
  /** For the Host header. */
  host: string;
  processes: Processes;
  stop: () => Promise<void>;
};

/** What it says goes to `log`; it ends with us. */
export function start(name: string, folder: string, args: string[], env: NodeJS.ProcessEnv, log: string) {
  const out = openSync(log, 'a');
  const child = spawn(process.execPath, ['--import', inRoot('scripts/lib/follow-parent.mjs'), ...args], {
    cwd: folder,
    env,
    stdio: ['ignore', out, out, 'ipc'],
  });
  child.once('exit', (code, signal) => {
    if (!child.killed) process.stderr.write(`${name} ended by itself: ${signal ?? code}, see ${log}\n`);
  });
  return child;
}

export const pidOf = ({ pid }: ChildProcess): number => pid ?? 0;

export async function redisPid(url: string): Promise<number> {
  const redis = await connect(url);
  const info = await redis.info('server');
  redis.destroy();
  return Number(/process_id:(\d+)/.exec(info)?.[1]);
}

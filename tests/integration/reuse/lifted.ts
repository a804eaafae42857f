/**
 * Another application: an empty folder with the session layer, what it stands on, and the examples. Neither the bank
 * nor Next is there to be found.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { STANDS_ON } from '#tests/unit/reuse/stands-on.ts';

const PACKAGES = ['redis', 'zod', 'express', 'express-session'];
const SERVERS = ['examples/bare-server/server.ts', 'examples/express-session/express-server.ts'];

/** Makes the folder; its `package.json` knows `#lib` and nothing else of ours. */
export function liftedFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lifted-sessions-'));
  for (const place of ['lib/sessions', ...STANDS_ON, 'examples/people.ts', 'examples/bare-server']) {
    cpSync(place, path.join(folder, place), { recursive: true });
  }
  cpSync('examples/express-session', path.join(folder, 'examples/express-session'), { recursive: true });
  // A busy machine is no outage.
  for (const server of SERVERS.map((name) => path.join(folder, name))) {
    writeFileSync(server, readFileSync(server, 'utf8').replaceAll('deadlineMs: 500', 'deadlineMs: 5000'));
  }
  const { imports } = JSON.parse(readFileSync('package.json', 'utf8'));
  const description = { type: 'module', imports: { '#lib/*': imports['#lib/*'] } };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(description));
  mkdirSync(path.join(folder, 'node_modules'));
  for (const name of PACKAGES) {
    symlinkSync(path.resolve('node_modules', name), path.join(folder, 'node_modules', name));
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export type Running = { origin: string; stop: () => Promise<void> };

/** Runs one of the examples there, as its docstring says. */
export async function runExample(folder: string, file: string): Promise<Running> {
  const child = spawn(process.execPath, [file], {
    cwd: folder,
    env: { NODE_ENV: 'test', PATH: process.env.PATH, REDIS_URL: process.env.REDIS_URL, PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (bytes) => {
    said += bytes;
  });
  const [line] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    once(child, 'close').then(() => Promise.reject(new Error(`${file} ended: ${said}`))),
  ]);
  const { port } = JSON.parse(String(line));
  return {
    origin: `http://127.0.0.1:${port}`,
    stop: async () => {
      const closed = once(child, 'close');
      child.kill('SIGTERM');
      await closed;
    },
  };
}

/** The cookie an answer sets, as a browser sends it back; empty when it sets none. */
export const cookieIn = (response: Response): string =>
  response.headers.getSetCookie()[0]?.split(';')[0] ?? '';

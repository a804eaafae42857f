/**
 * `npm run restore -- <folder>`: makes the bank of a backup in a folder that has none yet. Redis reads the snapshot with
 * its append-only file switched off, and writes that anew when it is switched on.
 * https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/
 */
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { folderNamed, secretsIn, snapshotIn } from './lib/backup.mjs';
import { takeLock } from './lib/lock.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { inData } from './lib/paths.mjs';
import { freePort } from './lib/ports.mjs';
import { connect } from './lib/redis/connection.mjs';
import { dataFolder } from './lib/redis/own.mjs';
import { embeddedObstacle, embeddedProgram, installedProgram } from './lib/redis/programs.mjs';
import { startServer, stopChild } from './lib/redis/server.mjs';
import { newPasswords } from './lib/redis/users.mjs';
import { run, Stop, say, step } from './lib/say.mjs';
import { readJson, writeJson } from './lib/state.mjs';

const LOADING_MS = 10 * 60_000;
const POLL_MS = 50;

run(async () => {
  const from = folderNamed('restore');
  const saved = readJson(secretsIn(from));
  if (typeof saved?.SESSION_SECRETS !== 'string' || !existsSync(snapshotIn(from)))
    throw new Stop(
      `${from} is no backup: it needs dump.rdb and secrets.json, as npm run backup writes them.`,
    );
  if (process.env.REDIS_URL)
    throw new Stop(
      `A Redis elsewhere is not ours to fill. Stop it, give it ${snapshotIn(from)} as its dump.rdb with appendonly no, start it, and CONFIG SET appendonly yes.`,
    );
  await ensurePackages();
  const lock = await takeLock('A restore works on this folder');
  if ('pid' in lock) throw new Stop(`${lock.what} (process ${lock.pid}).`);
  const part = inData('restored.part');
  try {
    const { program: installed } = await installedProgram();
    const obstacle = installed ? null : embeddedObstacle();
    if (obstacle) throw new Stop(`There is no Redis here to restore into (the embedded one: ${obstacle}).`);
    const program = installed ?? (await embeddedProgram());
    const folder = dataFolder(program);
    const [there] = [inData('secrets.json'), folder].filter(existsSync);
    if (there)
      throw new Stop(
        `There is a bank here already (${there}): restore into a fresh clone, or move that away.`,
      );

    rmSync(part, { recursive: true, force: true });
    mkdirSync(part, { recursive: true, mode: 0o700 });
    copyFileSync(snapshotIn(from), snapshotIn(part));
    const secrets = { redis: newPasswords(), ...saved };
    await step(
      'data',
      () => load(program, part, secrets.redis),
      () => 'read, and written as an append-only file',
    );
    rmSync(snapshotIn(part));
    renameSync(part, folder);
    writeJson(inData('secrets.json'), secrets, 0o600);
  } finally {
    rmSync(part, { recursive: true, force: true });
    lock.release();
  }
  const given =
    process.env.BANK_PROFILE === 'production'
      ? `, with the secrets that ${path.basename(secretsIn(from))} names`
      : '';
  say(`  npm run audit:ledger and npm run audit:log say whether all is there; npm start serves it${given}.`);
});

/**
 * @param {import('./lib/redis/server.mjs').Program} program
 * @param {string} folder
 * @param {import('./lib/redis/users.mjs').Passwords} passwords
 */
async function load(program, folder, passwords) {
  const settings = ['appendonly no', 'dbfilename dump.rdb'];
  const server = await startServer(program, { folder, port: await freePort(), passwords, settings });
  try {
    const redis = await connect(server.urls.admin, { timeoutMs: LOADING_MS });
    await redis.configSet({ appendonly: 'yes' });
    for (;;) {
      const info = await redis.info('persistence');
      if (/aof_last_bgrewrite_status:err/.test(info))
        throw new Stop('Redis could not write its append-only file.');
      if (!/aof_rewrite_(?:in_progress|scheduled):1/.test(info)) break;
      await sleep(POLL_MS);
    }
    redis.destroy();
  } finally {
    await stopChild(server.child, LOADING_MS);
  }
}

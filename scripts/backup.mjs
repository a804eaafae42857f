/**
 * `npm run backup -- <folder>`: a copy of data and secrets while the bank runs. The data are those of one moment: Redis
 * sends its snapshot as it would to a replica.
 * https://redis.io/docs/latest/develop/tools/cli/#remote-backups-of-rdb-files
 */
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { folderNamed, SECRETS, secretsIn, secretsToSave, snapshotIn } from './lib/backup.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { inData } from './lib/paths.mjs';
import { capture, lastLines } from './lib/process.mjs';
import { cliTo } from './lib/redis/cli.mjs';
import { redisInUse } from './lib/redis/in-use.mjs';
import { run, Stop, say, step } from './lib/say.mjs';
import { readJson, readState, writeJson } from './lib/state.mjs';

run(async () => {
  const folder = folderNamed('backup');
  if (existsSync(folder)) throw new Stop(`${folder} is there already, and no backup is written over.`);
  const kept = readJson(inData('secrets.json'));
  const production = process.env.BANK_PROFILE === 'production' || readState().production === true;
  const secrets = secretsToSave({ env: process.env, kept, production });
  await ensurePackages();
  const { url, cli, libraries } = await redisInUse();
  if (!cli) throw new Stop('A backup needs redis-cli on PATH: its --rdb asks Redis for a snapshot.');

  process.umask(0o077);
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  try {
    const bytes = await step(
      'data',
      async () => {
        const { args, env } = cliTo(url, libraries);
        const { status, output } = await capture(cli, [...args, '--rdb', snapshotIn(part)], { env });
        if (status !== 0) throw new Stop(`Redis sent no snapshot:\n${lastLines(output, 5)}`);
        return statSync(snapshotIn(part)).size;
      },
      (size) => `${(size / 1e6).toFixed(1)} MB`,
    );
    if (bytes === 0) throw new Stop('Redis sent an empty snapshot.');
    await step('secrets', () => {
      writeJson(secretsIn(part), secrets, 0o600);
      return SECRETS.filter((name) => secrets[name]).join(', ');
    });
    renameSync(part, folder);
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    throw error;
  }
  say(`  Whoever has ${folder} can read everything and be everybody: keep it as you keep the bank.`);
});

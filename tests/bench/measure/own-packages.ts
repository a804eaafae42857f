/** Packages of a bench's own, beside it: large or old, so that the bank's lockfile does without them. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { capture } from '#scripts/lib/process.mjs';

/** `npm ci` in `folder`, unless `probe` (a package) is there. */
export async function installOwn(folder: string, probe: string): Promise<void> {
  if (existsSync(path.join(folder, 'node_modules', probe))) return;
  const { status, output } = await capture('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder,
    env: process.env,
  });
  if (status !== 0) throw new Error(`npm ci in ${folder} failed:\n${output}`);
}

/**
 * `npm run build`: `next build`, and its files for browsers compressed beside themselves, as far as it goes, once
 * instead of for every request.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { inRoot, ROOT } from './lib/paths.mjs';

const TEXT = /\.(?:js|css)$/;
const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);

/** @param {string} file */
async function compress(file) {
  const content = readFileSync(file);
  const params = {
    [zlib.constants.BROTLI_PARAM_MODE]: zlib.constants.BROTLI_MODE_TEXT,
    [zlib.constants.BROTLI_PARAM_QUALITY]: zlib.constants.BROTLI_MAX_QUALITY,
    [zlib.constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  };
  writeFileSync(`${file}.br`, await brotli(content, { params }));
  writeFileSync(`${file}.gz`, await gzip(content, { level: zlib.constants.Z_BEST_COMPRESSION }));
}

const next = inRoot('node_modules/next/dist/bin/next');
const { status } = spawnSync(process.execPath, [next, 'build'], { cwd: ROOT, stdio: 'inherit' });
if (status === 0) {
  const folder = inRoot('.next/static');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => TEXT.test(name));
  await Promise.all(files.map((name) => compress(path.join(folder, name))));
}
process.exitCode = status ?? 1;

/**
 * `npm run build`: `next build`, the service worker, and the files for browsers made ready: large scripts say that all of
 * them is used, and each file is compressed beside itself, as far as it goes, once instead of for every request.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { withCompileHint } from './lib/compile-hint.mjs';
import { buildStamp, STAMP, sourceDigest } from './lib/ensure-build.mjs';
import { inRoot, ROOT } from './lib/paths.mjs';
import { bundleWorker } from './lib/service-worker.mjs';

const TEXT = /\.(?:js|css)$/;
const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);

/** @param {string} file @returns {Promise<boolean>} whether it was changed */
async function makeReady(file) {
  const made = readFileSync(file);
  const content = withCompileHint(file, made);
  const params = {
    [zlib.constants.BROTLI_PARAM_MODE]: zlib.constants.BROTLI_MODE_TEXT,
    [zlib.constants.BROTLI_PARAM_QUALITY]: zlib.constants.BROTLI_MAX_QUALITY,
    [zlib.constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  };
  writeFileSync(file, content);
  writeFileSync(`${file}.br`, await brotli(content, { params }));
  writeFileSync(`${file}.gz`, await gzip(content, { level: zlib.constants.Z_BEST_COMPRESSION }));
  return content !== made;
}

const source = sourceDigest();
// A build that is cut short leaves none: the source may become again what it was before.
rmSync(STAMP, { force: true });
const next = inRoot('node_modules/next/dist/bin/next');
const { status } = spawnSync(process.execPath, [next, 'build'], { cwd: ROOT, stdio: 'inherit' });
if (status === 0) {
  const folder = inRoot('.next/static');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => TEXT.test(name));
  const changed = await Promise.all(files.map((name) => makeReady(path.join(folder, name))));
  if (!changed.includes(true)) throw new Error(`no large script of Next's is in ${folder} any more`);
  const buildId = readFileSync(inRoot('.next/BUILD_ID'), 'utf8').trim();
  writeFileSync(inRoot('.next/service-worker.js'), await bundleWorker(buildId));
  writeFileSync(STAMP, buildStamp(ROOT, source));
}
process.exitCode = status ?? 1;

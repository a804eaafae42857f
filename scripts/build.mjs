/**
 * `npm run build`: `next build`, the service worker, and the files for browsers made ready: large scripts say that all of
 * them is used, and each file is compressed beside itself, as far as it goes, once instead of for every request.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { inRoot, ROOT } from './lib/paths.mjs';
import { bundleWorker } from './lib/service-worker.mjs';

const TEXT = /\.(?:js|css)$/;
/**
 * V8 compiles a function when it is first called, for which the page waits, unless the script begins so (Chrome 136,
 * "explicit compile hints"; to others it is a comment): then all of it is compiled while it loads, on another thread.
 * What is smaller than this is not compiled there. `tests/bench/vitals.bench.ts` tells what it is worth.
 */
const COMPILE_AT_ONCE = '//# allFunctionsCalledOnLoad\n';
const COMPILED_ASIDE_BYTES = 30 * 1024;
const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);

/** @param {string} file */
async function makeReady(file) {
  const made = readFileSync(file);
  const isLarge = file.endsWith('.js') && made.length >= COMPILED_ASIDE_BYTES;
  const content = isLarge ? Buffer.concat([Buffer.from(COMPILE_AT_ONCE), made]) : made;
  const params = {
    [zlib.constants.BROTLI_PARAM_MODE]: zlib.constants.BROTLI_MODE_TEXT,
    [zlib.constants.BROTLI_PARAM_QUALITY]: zlib.constants.BROTLI_MAX_QUALITY,
    [zlib.constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  };
  if (isLarge) writeFileSync(file, content);
  writeFileSync(`${file}.br`, await brotli(content, { params }));
  writeFileSync(`${file}.gz`, await gzip(content, { level: zlib.constants.Z_BEST_COMPRESSION }));
}

const next = inRoot('node_modules/next/dist/bin/next');
const { status } = spawnSync(process.execPath, [next, 'build'], { cwd: ROOT, stdio: 'inherit' });
if (status === 0) {
  const folder = inRoot('.next/static');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => TEXT.test(name));
  await Promise.all(files.map((name) => makeReady(path.join(folder, name))));
  const buildId = readFileSync(inRoot('.next/BUILD_ID'), 'utf8').trim();
  writeFileSync(inRoot('.next/service-worker.js'), await bundleWorker(buildId));
}
process.exitCode = status ?? 1;

/**
 * Serves the build's files for browsers, `/_next/static/`, compressed once by scripts/build.mjs and kept in memory: a
 * new build does not disturb pages of this one, and Next would compress them for every request.
 */
import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { securityHeaders } from '#lib/http/security-headers.ts';
import { nameRoute } from './answered.ts';
import { acceptedEncodings } from './encodings.ts';

const PREFIX = '/_next/static/';
const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};
/** By preference, with the ending of the file that the build wrote. */
const ENCODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

/** The content as it is under `identity`, and compressed under the name of each encoding. */
type File = { type: string; contents: Map<string, Buffer> };

/** Answers a dispatcher over the folder's current files: false when the path is none of them, else it was sent. */
export function serveStatic(folder: string) {
  const files = readFiles(folder);
  return function dispatch(request: IncomingMessage, response: ServerResponse): boolean {
    const { method, url = '' } = request;
    const file = files.get(url.split('?', 1)[0] ?? '');
    if (!file || (method !== 'GET' && method !== 'HEAD')) return false;
    nameRoute(response, `${PREFIX}*file`);
    const accepted = acceptedEncodings(request.headers['accept-encoding']);
    const encoding = ENCODINGS.find(([name]) => accepted.has(name) && file.contents.has(name))?.[0];
    const content = file.contents.get(encoding ?? 'identity');
    response.writeHead(200, {
      ...securityHeaders(),
      'cache-control': 'public, max-age=31536000, immutable',
      'content-length': content?.length ?? 0,
      'content-type': file.type,
      vary: 'Accept-Encoding',
      ...(encoding ? { 'content-encoding': encoding } : {}),
    });
    response.end(method === 'HEAD' ? undefined : content);
    return true;
  };
}

function readFiles(folder: string): Map<string, File> {
  const files = new Map<string, File>();
  const names = new Set(readdirSync(folder, { recursive: true, encoding: 'utf8' }));
  for (const name of names) {
    const type = TYPES[path.extname(name)];
    if (!type) continue;
    const contents = new Map([['identity', readFileSync(path.join(folder, name))]]);
    for (const [encoding, ending] of ENCODINGS) {
      if (names.has(name + ending)) contents.set(encoding, readFileSync(path.join(folder, name + ending)));
    }
    files.set(PREFIX + name.split(path.sep).join('/'), { type, contents });
  }
  return files;
}

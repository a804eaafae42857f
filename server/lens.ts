/**
 * The lens of the demo: requests of a browser that switched it on are recorded, and the files that it names are served
 * as they run here, so that its links work offline and show this version, on a phone, too.
 */
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import path from 'node:path';
import { underLens } from '#lib/browser-choices.ts';
import { LENS_SCRIPTS, LESSON_FILES, README, SOURCE_PATH } from '#lib/lessons.ts';
import { recorded, seenSoFar } from '#lib/redis/recorder.ts';
import { nameRoute } from './answered.ts';
import type { Serve } from './http-server.ts';
import { filesInRows, SOURCE_HEADERS, sourcePage } from './source-page.ts';
import { headersOf, sendAnswer } from './web.ts';

const MAX_ENTRIES = 40;

const read = (file: string) => readFileSync(path.join(process.cwd(), file), 'utf8');

/** What rows of the README have to be read, too. */
let inReadme: ReadonlySet<string> | undefined;
function isServed(file: string): boolean {
  if (file === '') return false;
  inReadme ??= new Set(filesInRows(read(README)));
  return LESSON_FILES.has(file) || inReadme.has(file);
}

const fileAsked = ({ method, url = '' }: IncomingMessage) =>
  method === 'GET' && url.startsWith(SOURCE_PATH)
    ? (url.slice(SOURCE_PATH.length).split('?', 1)[0] ?? '')
    : '';

/** `serve` under the lens. */
export const withLens =
  (serve: Serve): Serve =>
  (request, response) => {
    const file = fileAsked(request);
    const isScript = LENS_SCRIPTS.has(file);
    if (isScript || isServed(file)) {
      nameRoute(response, `${SOURCE_PATH}*file`);
      const [headers, body] = isScript
        ? [{ 'content-type': 'text/javascript; charset=utf-8' }, read(file)]
        : [SOURCE_HEADERS, sourcePage(file, read(file), SOURCE_PATH)];
      return sendAnswer({ status: 200, headers, cookies: [], body }, response);
    }
    return underLens(headersOf(request))
      ? recorded(async () => serve(request, response))
      : serve(request, response);
  };

/** What was seen of an answer, as entries of `Server-Timing`: in `desc`, the bytes of the reply and what was asked. */
export const lensEntries = (): string[] =>
  (seenSoFar() ?? [])
    .slice(0, MAX_ENTRIES)
    .map(({ command, about, ms, bytes }) =>
      [command, ...(ms === null ? [] : [`dur=${ms.toFixed(2)}`]), `desc="${bytes} ${about}"`].join(';'),
    );

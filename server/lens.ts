/**
 * The lens of the demo: requests of a browser that switched it on are recorded, and the files that it names are served
 * as they run here, so that its links work offline and show this version.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { underLens } from '#lib/browser-choices.ts';
import { LENS_SCRIPTS, LESSON_FILES, SOURCE_PATH } from '#lib/lessons.ts';
import { recorded, seenSoFar } from '#lib/redis/recorder.ts';
import { nameRoute } from './answered.ts';
import type { Serve } from './http-server.ts';
import { headersOf, sendAnswer } from './web.ts';

const MAX_ENTRIES = 40;

/** `serve` under the lens. */
export const withLens =
  (serve: Serve): Serve =>
  (request, response) => {
    const [asked = ''] = (request.url ?? '').split('?', 1);
    if (asked.startsWith(SOURCE_PATH) && request.method === 'GET') {
      const file = asked.slice(SOURCE_PATH.length);
      const isScript = LENS_SCRIPTS.has(file);
      if (isScript || LESSON_FILES.has(file)) {
        nameRoute(response, `${SOURCE_PATH}*file`);
        const text = readFileSync(path.join(process.cwd(), file), 'utf8');
        const headers = { 'content-type': `text/${isScript ? 'javascript' : 'plain'}; charset=utf-8` };
        return sendAnswer({ status: 200, headers, cookies: [], body: text }, response);
      }
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

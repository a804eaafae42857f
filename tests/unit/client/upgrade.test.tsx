/** A page that is open while the bank is updated: its code and its actions are of a build that is served no more. */
import { UnrecognizedActionError } from 'next/dist/client/components/unrecognized-action-error';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { eventually } from '#app/_client/eventually.ts';
import { Failure } from '#app/_frame/failure.tsx';
import { Formats } from '#app/_words/context.tsx';

const CHUNK = '/_next/static/chunks/2a9x.js';
const unloaded = () =>
  Object.assign(new Error(`Failed to load chunk ${CHUNK} from module 1234`), { name: 'ChunkLoadError' });
const answering = (answer: () => Promise<Response>) => vi.stubGlobal('fetch', vi.fn(answer));
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('code that cannot be loaded', () => {
  test('is given up when the bank says that there is no such file', async () => {
    answering(async () => new Response(null, { status: 404 }));
    await expect(eventually(() => Promise.reject(unloaded()))).rejects.toThrow(CHUNK);
    expect(fetch).toHaveBeenCalledWith(CHUNK, { method: 'HEAD', cache: 'no-store' });
  });

  test.each<[string, () => Promise<Response>]>([
    ['cannot be reached', () => Promise.reject(new TypeError('offline'))],
    ['has the file', async () => new Response(null)],
    ['is unavailable', async () => new Response(null, { status: 503 })],
  ])('is tried again while the bank %s', async (_, answer) => {
    vi.useFakeTimers();
    answering(answer);
    let tries = 0;
    const loaded = eventually(async () => {
      tries += 1;
      if (tries < 4) throw unloaded();
      return 'code';
    });
    await vi.runAllTimersAsync();
    expect(await loaded).toBe('code');
  });
});

describe('a page that fails', () => {
  const shown = (error: unknown) =>
    renderToStaticMarkup(
      <Formats language="en" timeZone="UTC">
        <Failure error={error} retry={() => undefined} />
      </Formats>,
    );
  test.each<[string, unknown]>([
    ['an action', new UnrecognizedActionError('Server Action "x" was not found on the server.')],
    ['code', unloaded()],
  ])('because %s of it is gone says that the bank was updated, and how to go on', (_, error) => {
    expect(shown(error)).toContain('Redis Bank was updated');
    expect(shown(error)).toMatch(/<button[^>]*>Reload<\/button>/);
  });
  test('for another reason offers to try again', () => {
    expect(shown(new Error('broken'))).toMatch(/<button[^>]*>Try again<\/button>/);
  });
});

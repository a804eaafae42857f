import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { mount } from '#server/mount.ts';

/** Which route takes a path: the one whose module is asked for. */
function taken(patterns: string[], path: string): string | null {
  let loaded: string | null = null;
  const dispatch = mount(
    patterns.map((pattern) => ({
      pattern,
      load: () => {
        loaded = pattern;
        return new Promise<never>(() => {});
      },
    })),
  );
  const took = dispatch({ url: path, headers: {} } as IncomingMessage, {} as ServerResponse);
  expect(took !== null).toBe(loaded !== null);
  return loaded;
}

const PATTERNS = [
  '/api/*path',
  '/api/sessions/:sid',
  '/api/sessions/current',
  '/api/sessions',
  '/index.html',
];

describe('a path goes to', () => {
  test.each([
    ['/api/sessions', '/api/sessions'],
    ['/api/sessions?a=/b', '/api/sessions'],
    ['/api/sessions/abc', '/api/sessions/:sid'],
    ['/api/sessions/current', '/api/sessions/current'],
    ['/api/sessions/a%2Fb', '/api/sessions/:sid'],
    ['/api/sessions/', '/api/*path'],
    ['/api/sessions/a/b', '/api/*path'],
    ['/api/', '/api/*path'],
    ['/api//sessions', '/api/*path'],
    ['/API/sessions', null],
    ['/api', null],
    ['/index.html', '/index.html'],
    ['/index.html/', null],
    ['/', null],
    ['/overview', null],
  ])('%s → %s', (path, pattern) => {
    expect(taken(PATTERNS, path)).toBe(pattern);
    expect(taken(PATTERNS.toReversed(), path)).toBe(pattern);
  });
});

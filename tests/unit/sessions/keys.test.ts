import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Where keys are spelled, and where sessions' own may be named. */
const ALLOWED = /^lib\/(redis\/keys\.ts$|sessions\/)/;
const SESSIONS_KEY = /\bkeys\s*\.\s*(session|sessions|epoch|ended)\b/;
/** The same, spelled out or taken from the object. */
const SPELLED = /redisBank:(session|sessions|epoch|ended):|\{[^}]*\b(epoch|ended)\b[^}]*\} = keys\b/;

const sources = ['app', 'demo', 'examples', 'lib', 'ops', 'server', 'worker'].flatMap((room) =>
  readdirSync(room, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(tsx?|lua)$/.test(name))
    .map((name) => `${room}/${name}`),
);
const code = (file: string) => readFileSync(file, 'utf8').replace(/^\s*(\/\/|--|\/?\*).*$/gm, '');
const naming = (file: string) => SESSIONS_KEY.test(code(file)) || SPELLED.test(code(file));

test('no file outside lib/sessions names a key of the sessions, their epoch or their ends', () => {
  expect(sources.length).toBeGreaterThan(300);
  expect(sources.filter((file) => naming(file) && !ALLOWED.test(file))).toEqual([]);
});

test('the files that do are found', () => {
  expect(sources.filter(naming)).toEqual(
    expect.arrayContaining([
      'lib/sessions/session-script.ts',
      'lib/sessions/epoch.ts',
      'lib/sessions/read-session.ts',
    ]),
  );
});

/** The lens: what it costs when it is off, what it shows, and that what it names exists. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { lessonsOf, MET_BY, offeredLessons, sumOf } from '#app/_frame/lens/figures.mjs';
import type { UserTag } from '#lib/ids.ts';
import { LESSONS, REST } from '#lib/lessons.ts';
import { commandMeasure, copyMeasure } from '#lib/measures.ts';
import { describeCommand, replyBytes } from '#lib/redis/describe-command.ts';
import { of, recorded, recordOwner, seenSoFar } from '#lib/redis/recorder.ts';
import { luaScript } from '#lib/redis/scripts.ts';

const U = 'AAAAAAAAAAAAAAAAAAAAAA' as UserTag;
const OTHER = 'BBBBBBBBBBBBBBBBBBBBBB';
const A = 'a_0123456789';

const tell = (...words: string[]) =>
  commandMeasure.tell({ name: words[0] ?? '', words, fromMs: performance.now(), failed: false, reply: 'ok' });

describe('off, it costs nothing', () => {
  test('a read’s own promise comes back, and nobody listens to commands or copies', async () => {
    const answer = Promise.resolve(1);
    expect(of('chart', () => answer)).toBe(answer);
    expect([commandMeasure.isHeard(), copyMeasure.isHeard(), seenSoFar()]).toEqual([false, false, null]);
  });

  test('so it is again after the last of two requests that were recorded', async () => {
    const first = recorded(() => sleep(20));
    await recorded(() => expect(commandMeasure.isHeard()).toBe(true));
    expect(commandMeasure.isHeard()).toBe(true);
    await first;
    expect(commandMeasure.isHeard()).toBe(false);
  });
});

describe('of a request that is recorded', () => {
  test('each card has the commands that it asked, with time and size, and the copies that spared one', async () => {
    await recorded(async () => {
      recordOwner(U);
      await Promise.all([
        of('chart', async () => {
          await sleep(1);
          tell(
            'TS.RANGE',
            `redisBank:balance_ts:{${U}}:${A}:1h`,
            '17000',
            '+',
            'LATEST',
            'AGGREGATION',
            'last',
          );
        }),
        of('balance', async () => copyMeasure.tell({ found: 'hit', key: `redisBank:account:{${U}}:${A}` })),
      ]);
      expect(seenSoFar()).toEqual([
        { card: 'balance', command: 'cache', about: `redisBank:account:{${U}}:${A}`, ms: null, bytes: 0 },
        {
          card: 'chart',
          command: 'TS.RANGE',
          about: `redisBank:balance_ts:{${U}}:${A}:1h ... + LATEST AGGREGATION last`,
          ms: expect.any(Number),
          bytes: 8,
        },
      ]);
    });
  });

  test('another request beside it sees nothing of it, and what lives on after it is not collected', async () => {
    const later = Promise.withResolvers<void>();
    let goingOn: Promise<unknown> | undefined;
    await Promise.all([
      recorded(async () => {
        recordOwner(U);
        tell('GET', `redisBank:epoch:{${U}}`);
        goingOn = later.promise.then(() => {
          tell('GET', `redisBank:epoch:{${U}}`);
          return seenSoFar();
        });
        await sleep(5);
        expect(seenSoFar()).toHaveLength(1);
      }),
      recorded(async () => {
        recordOwner(OTHER as UserTag);
        await sleep(5);
        expect(seenSoFar()).toEqual([]);
      }),
    ]);
    later.resolve();
    expect(await goingOn).toBeNull();
  });

  test('nothing is shown before somebody is known to be signed in', () =>
    recorded(() => {
      tell('GET', `redisBank:epoch:{${U}}`);
      expect(seenSoFar()).toBeNull();
    }));
});

describe('of a command is shown, with a mark where something was left out', () => {
  test.each([
    ['its keys', ['HGETALL', `redisBank:account:{${U}}:${A}`], `redisBank:account:{${U}}:${A}`],
    [
      'the first of many',
      ['JSON.MGET', ...[1, 2, 3].map((seq) => `redisBank:bankTransaction:{${U}}:${A}:${seq}`), '$'],
      `redisBank:bankTransaction:{${U}}:${A}:1 +2 $`,
    ],
    [
      'no session’s id',
      ['JSON.GET', `redisBank:session:{${U}}:CCCCCCCCCCCCCCCCCCCCCC`],
      `redisBank:session:{${U}}:*`,
    ],
    ['no name', ['GET', 'redisBank:username:bob'], 'redisBank:username:*'],
    ['no value', ['SET', `redisBank:epoch:{${U}}`, 'ann@secret', 'NX'], `redisBank:epoch:{${U}} ... NX`],
    [
      'the index and its fields, and nothing that was searched for',
      [
        'FT.AGGREGATE',
        'redisBank:idx:transactions',
        '@scope:{x} @words:(groc* \\@secret)',
        'LOAD',
        '1',
        '@seq',
        'LIMIT',
        '0',
        '5',
      ],
      'redisBank:idx:transactions @scope ... @words ... LOAD ... @seq LIMIT ...',
    ],
    [
      'the fields of a hash that the bank names',
      ['HMGET', `redisBank:account:{${U}}:${A}`, 'holds', 'booked'],
      `redisBank:account:{${U}}:${A} holds booked`,
    ],
    [
      'no field that a person names',
      ['HMGET', `redisBank:categories:{${U}}`, 'Dr. Secret'],
      `redisBank:categories:{${U}} ...`,
    ],
    ['no key', ['TIME'], ''],
  ])('%s', (_what, words, about) => {
    expect(describeCommand(words, U)).toEqual({ command: words[0], about });
  });

  test('nothing of somebody else’s key', () => {
    expect(describeCommand(['GET', `redisBank:epoch:{${OTHER}}`], U)).toBeNull();
    expect(describeCommand(['MGET', `redisBank:epoch:{${U}}`, `redisBank:epoch:{${OTHER}}`], U)).toBeNull();
  });

  test('the file of a script', async () => {
    const file = 'lib/sessions/touch.lua';
    const sent: string[] = [];
    const redis = { evalSha: async (sha: string) => sent.push(sha), eval: async () => null };
    await luaScript(file)(redis as never, [], []);
    const [sha = ''] = sent;
    expect(describeCommand(['EVALSHA', sha, '1', `redisBank:epoch:{${U}}`, 'x'], U)?.about).toBe(
      `${file} redisBank:epoch:{${U}} ...`,
    );
  });
});

test.each([
  ['text', 'abc', '$3\r\nabc\r\n'],
  ['letters of two bytes', 'ä', '$2\r\nxx\r\n'],
  ['a number', 42, ':42\r\n'],
  ['nothing', null, '_\r\n'],
  ['a list', ['a', 1], '*2\r\n$1\r\na\r\n:1\r\n'],
  ['pairs', { a: 'b' }, '%1\r\n$1\r\na\r\n$1\r\nb\r\n'],
])('the size of %s is that of the reply on the wire', (_what, reply, wire) => {
  expect(replyBytes(reply)).toBe(wire.length);
});

const readme = readFileSync('README.md', 'utf8');
const rowOf = (lesson: string) => readme.split('\n').find((line) => line.startsWith(`| ${lesson} |`));

describe('each card names what exists', () => {
  test.each(Object.entries({ ...LESSONS, REST }))('%s', (_card, { read, lesson }) => {
    const [file = '', name = ''] = read.split('#');
    expect(existsSync(file)).toBe(true);
    expect(readFileSync(file, 'utf8')).toMatch(new RegExp(`export (async )?(function|const) ${name}\\b`));
    expect(rowOf(lesson)).toBeDefined();
  });
});

test('each page that has cards draws the lens, and each card is named where it reads or asks the API later', () => {
  const drawn = readdirSync('app', { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => readFileSync(path.join('app', file), 'utf8'))
    .concat(readFileSync('proxy.tsx', 'utf8'))
    .join('\n');
  for (const [card, { pages, ...lesson }] of Object.entries(LESSONS)) {
    for (const page of pages) expect(drawn).toContain(`<Lens page="${page}"`);
    if (card !== 'live' && !('asks' in lesson)) expect(drawn).toContain(`of('${card}', `);
  }
});

describe('a lesson that the lens names says what was seen', () => {
  test.each(Object.entries(MET_BY))('%s', (lesson, { commands, kinds }) => {
    const row = rowOf(lesson) ?? '';
    // “The same” as in the row above.
    const keys = lesson === 'Client-side caching' ? `${rowOf('Sessions as JSON')}${row}` : row;
    for (const command of commands) expect(row).toMatch(new RegExp(`\`${command.replace('.', '\\.')}[\` ]`));
    for (const kind of kinds) expect(keys).toMatch(new RegExp(`\`redisBank:${kind}[\`:]`));
  });

  const account = `redisBank:account:{${U}}:${A}`;
  const entries = `redisBank:bankTransaction:{${U}}:${A}:9 +2 $`;
  test.each([
    [
      'entries that no search found',
      [
        ['HMGET', `${account} holds`],
        ['JSON.MGET', entries],
      ],
      ['The atomic script'],
    ],
    [
      'entries that one found',
      [
        ['FT.AGGREGATE', 'redisBank:idx:transactions @scope ...'],
        ['JSON.MGET', entries],
      ],
      ['The atomic script', 'Search'],
    ],
    [
      'sums',
      [['FT.AGGREGATE', 'redisBank:idx:transactions @scope ... GROUPBY ...']],
      ['Search', 'Sums in the index'],
    ],
    ['what no lesson has', [['GET', 'redisBank:username:*']], []],
  ])('%s', (_what, sent, lessons) => {
    const rows = sent.map(([command = '', about = '']) => ({ command, about, ms: 1, bytes: 1 }));
    expect(lessonsOf(rows)).toEqual(lessons);
  });

  test('a card’s own comes first and once, whatever it asked', () => {
    const rows = [
      { command: 'HMGET', about: `${account} holds`, ms: 1, bytes: 1 },
      { command: 'FT.AGGREGATE', about: 'redisBank:idx:transactions ... GROUPBY ...', ms: 1, bytes: 1 },
    ];
    const own = 'Sums in the index';
    expect(offeredLessons(own, [])).toEqual([own]);
    expect(offeredLessons(own, rows.slice(0, 1))).toEqual([own, 'The atomic script']);
    expect(offeredLessons(own, rows)).toEqual([own, 'The atomic script', 'Search']);
  });

  test('a copy that spared a command, with no figure of what was sent', () => {
    const copies = [{ command: 'cache', about: account, ms: null, bytes: 0 }];
    expect(lessonsOf(copies)).toEqual(['Client-side caching']);
    expect(sumOf(copies, 'From the cache')).toBe('· From the cache');
    expect(sumOf([...copies, { command: 'GET', about: account, ms: 1, bytes: 9 }], '')).toBe('× 1, 9 B');
  });
});

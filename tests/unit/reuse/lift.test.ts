import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSources } from '#tests/setup/sources.ts';
import { STANDS_ON } from './stands-on.ts';

const layer = readdirSync('lib/sessions').map((name) => `lib/sessions/${name}`);
const whole = [...layer, ...STANDS_ON];
const text = (file: string) => readFileSync(file, 'utf8');
const sources = await readSources();
const importsOf = (file: string) => (sources.get(file)?.imports ?? []).map(({ to }) => to);

const includesOf = (file: string) =>
  [...text(file).matchAll(/^-- include "([^"]+)"$/gm)].map(([, part = '']) =>
    path.posix.join(path.posix.dirname(file), part),
  );

describe('the session layer can be lifted into another application', () => {
  test.each(whole.filter((file) => file.endsWith('.ts')))(
    '%s imports, types too, what is lifted with it and nothing else',
    (file) => {
      const outside = importsOf(file).filter(
        (to) => !to.startsWith('node:') && to !== 'zod' && !whole.includes(to),
      );
      expect(outside).toEqual(file === 'lib/redis/connect.ts' ? ['redis'] : []);
    },
  );

  test.each(whole.filter((file) => file.endsWith('.lua')))('%s includes what is lifted with it', (file) => {
    expect(includesOf(file).filter((part) => !whole.includes(part))).toEqual([]);
  });

  test('what is lifted with it is all needed', () => {
    const needed = new Set(
      whole.flatMap((file) => (file.endsWith('.lua') ? includesOf(file) : importsOf(file))),
    );
    expect(STANDS_ON.filter((file) => !needed.has(file))).toEqual([]);
  });

  // The keys' prefix is an application's name, and stands in lib/redis/keys.ts.
  const BANKING =
    /\b(accounts?|balances?|banks?|banking|money|currency|ledgers?|transactions?|customers?|payments?)\b/i;
  test.each(layer)('%s knows no word of banking, and no framework', (file) => {
    const said = text(file).replaceAll('redisBank:', '');
    expect(BANKING.exec(said)?.[0]).toBeUndefined();
    expect(/BankError|Next\b|next\/|React/.exec(said)?.[0]).toBeUndefined();
  });
});

const MARKED = /^\/\/ <the lines that matter>\n([\s\S]*?)^\/\/ <\/the lines that matter>$/m;

/** A block of code in docs/session-layer.md that says which file it is from: `// examples/…` is its first line. */
function blocksOf(markdown: string): [file: string, lines: string][] {
  return [...markdown.matchAll(/```ts\n\/\/ (examples\/\S+)\n([\s\S]*?)```/g)].map(
    ([, file = '', lines = '']): [string, string] => [file, lines],
  );
}

describe('what docs/session-layer.md shows', () => {
  const page = text('docs/session-layer.md');
  const blocks = blocksOf(page);

  test('is both examples and every file to take along', () => {
    expect(blocks.map(([file]) => file)).toEqual([
      'examples/bare-server/server.ts',
      'examples/express-session/express-server.ts',
    ]);
    for (const file of STANDS_ON) expect(page).toContain(file);
  });

  test.each(blocks)('are the very lines of %s', (file, lines) => {
    expect(existsSync(file)).toBe(true);
    expect(lines).toBe(MARKED.exec(text(file))?.[1]);
  });
});

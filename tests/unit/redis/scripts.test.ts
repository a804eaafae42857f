import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { luaScript } from '#lib/redis/scripts.ts';

/** Files of scripts are named from the project's root. */
const folder = path.relative('.', mkdtempSync(path.join(os.tmpdir(), 'scripts-')));
afterAll(() => rmSync(folder, { recursive: true }));

/** What Redis is sent for a script of these files, the first of which is called. */
async function sent(files: Record<string, string>): Promise<string> {
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  const redis = {
    evalSha: () => Promise.reject(new Error('NOSCRIPT')),
    eval: (source: string) => Promise.resolve(source),
  };
  const script = luaScript(path.join(folder, Object.keys(files)[0] ?? ''));
  return String(await script(redis as never, [], []));
}

describe('an include of a Lua script', () => {
  it('stands where it is named, under the line that holds the flags', async () => {
    const source = await sent({
      'a.lua': '#!lua flags=no-writes\n-- Says one.\n-- include "b.lua"\nreturn one\n',
      'b.lua': 'local one = 1\n',
    });
    expect(source).toBe('#!lua flags=no-writes\n-- Says one.\nlocal one = 1\nreturn one\n');
  });

  it('is there once, though two others include it', async () => {
    const source = await sent({
      'a.lua': '-- include "b.lua"\n-- include "c.lua"\nreturn b + c\n',
      'b.lua': '-- include "d.lua"\nlocal b = d\n',
      'c.lua': '-- include "d.lua"\nlocal c = d\n',
      'd.lua': 'local d = 1\n',
    });
    expect(source).toBe('local d = 1\nlocal b = d\nlocal c = d\nreturn b + c\n');
  });

  it('that is missing is an error, not an empty line', async () => {
    await expect(sent({ 'a.lua': '-- include "missing.lua"\n' })).rejects.toThrow('missing.lua');
  });
});

const scripts = readdirSync('lib', { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.lua'),
);

it.each(scripts)('%s takes keys and arguments by name, and computes no position of theirs', (name) => {
  const code = readFileSync(path.join('lib', name), 'utf8').replace(/--.*$/gm, '');
  const positions = [...code.matchAll(/\b(?:KEYS|ARGV)\[([^\]]*)\]/g)].map(([, position]) => position);
  expect(positions.filter((position) => !/^[123]$/.test(position ?? ''))).toEqual([]);
});

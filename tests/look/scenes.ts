/** All scenes, by name. */
import { readdirSync } from 'node:fs';
import { inRoot } from '#scripts/lib/paths.mjs';
import type { Scenes } from './look.ts';

const FOLDER = 'tests/look/scenes';

/** Those that `words` name, all of them without any. Throws for a word that names none. */
export async function chooseScenes(words: string[]): Promise<Scenes> {
  const all: Scenes = {};
  for (const file of readdirSync(inRoot(FOLDER)).sort()) {
    const { scenes } = (await import(inRoot(`${FOLDER}/${file}`))) as { scenes: Scenes };
    Object.assign(all, scenes);
  }
  const names = Object.keys(all);
  const named = (word: string) =>
    names.filter((name) => (word.endsWith('*') ? name.startsWith(word.slice(0, -1)) : name === word));
  const unknown = words.filter((word) => named(word).length === 0);
  if (unknown.length > 0) throw new Error(`no scene ${unknown.join(', ')}; there are ${names.join(', ')}`);
  const chosen = words.length > 0 ? words.flatMap(named) : names;
  return Object.fromEntries(Object.entries(all).filter(([name]) => chosen.includes(name)));
}

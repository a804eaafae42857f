import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fill } from '#app/_words/catalogue.ts';
import { catalogues } from '#app/_words/catalogues.ts';
import { en } from '#app/_words/en.ts';
import { makeFormat } from '#app/_words/format.ts';

/** Words that both languages share, each of them looked at. */
const ALIKE = new Set([
  'frame.bank',
  'lens.part',
  'frame.live',
  'filters.title',
  'frame.offlineShort',
  'dates.month',
  'detail.stepped',
  'pay.passkey',
  'searches.name',
  'overview.range.1mo',
  'passkeys.name',
  'passkeys.title',
  'staff.audit.details.name',
  'overview.range.1w',
  'overview.range.3mo',
  'overview.range.5min',
  'security.name',
  'settings.shareName',
  'settings.themes.system',
  'staff.browser',
  'staff.bearer',
  'staff.roles.admin',
  'staff.roles.supervisor',
  'staff.kinds.tablet',
  'staff.kinds.computer',
  'staff.policies.standard',
  'staff.policies.psd2',
  'staff.audit.details.name',
  'staff.persons.name',
]);

const { en: _, ...OTHERS } = catalogues;

type Leaf = [path: string, text: string];
const leaves = (node: object, path = ''): Leaf[] =>
  Object.entries(node).flatMap(([key, value]): Leaf[] => {
    const here = path ? `${path}.${key}` : key;
    return typeof value === 'string' ? [[here, value]] : leaves(value, here);
  });

const isPlural = (node: unknown): node is Record<string, string> =>
  typeof node === 'object' && node !== null && 'other' in node && 'one' in node;
const plurals = (node: object, path = ''): [string, Record<string, string>][] =>
  Object.entries(node).flatMap(([key, value]): [string, Record<string, string>][] => {
    const here = path ? `${path}.${key}` : key;
    if (isPlural(value)) return [[here, value]];
    return typeof value === 'string' ? [] : plurals(value, here);
  });

/** What `fill` finds, each name once. */
const names = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].sort();

const english = leaves(en);

/** Names that the code puts together: of a file format, of a way to sign in, and numbers of milliseconds. */
const COMPUTED =
  /^(exports\.(csv|ofx)Hint|security\.event\.(signed_in|stepped_up)_passkey|staff\.(sinceLast|idle)\.\d+)$/;

test('every name of the catalogue stands in the code: a word that nobody says is taken out', () => {
  const code = globSync(['app/**/*.{ts,tsx}', 'lib/**/*.ts']).filter(
    (file) => !/_words\/(en|de)\.ts$/.test(file),
  );
  const said = new Set(code.flatMap((file) => readFileSync(file, 'utf8').match(/[\w-]+/g) ?? []));
  const unsaid = english
    .map(([path]) => path)
    .filter((path) => !path.split('.').every((name) => said.has(name)));
  expect(unsaid.filter((path) => !COMPUTED.test(path))).toEqual([]);
});
const pluralPaths = new Set(plurals(en).map(([path]) => path));
const parent = (path: string) => path.slice(0, path.lastIndexOf('.'));

for (const [code, catalogue] of Object.entries(OTHERS)) {
  const texts = new Map(leaves(catalogue));

  test(`${code}: has every word of the English, none of them empty, and no word of its own`, () => {
    expect(english.length).toBeGreaterThan(400);
    const plain = (path: string) => !pluralPaths.has(parent(path));
    expect([...texts.keys()].filter(plain)).toEqual(english.map(([path]) => path).filter(plain));
    expect([...texts].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  test(`${code}: each text fills in the same names as the English`, () => {
    const differing = english
      .filter(([path]) => !pluralPaths.has(parent(path)) && !path.startsWith('dates.'))
      .filter(([path, text]) => names(text).join() !== names(texts.get(path) ?? '').join());
    expect(differing).toEqual([]);
  });

  test(`${code}: no sentence ends with a date that ends with a full stop itself`, () => {
    const { language, dates } = catalogue;
    const date = makeFormat(language.locale, 'UTC', dates).short(Date.UTC(2026, 10, 25));
    const doubled = [...texts].filter(([, text]) => fill(text, { date }).includes('..'));
    expect(date.endsWith('.')).toBe(code === 'de');
    expect(doubled).toEqual([]);
  });

  test(`${code}: each plural has the forms that the language tells apart, with the same names`, () => {
    const forms = new Intl.PluralRules(code).resolvedOptions().pluralCategories.toSorted();
    expect(pluralPaths.size).toBeGreaterThan(15);
    const found = new Map(plurals(catalogue));
    for (const path of pluralPaths) {
      const own = found.get(path) ?? {};
      expect([path, Object.keys(own).toSorted()]).toEqual([path, forms]);
      const all = names(plurals(en).find(([at]) => at === path)?.[1].other ?? '').join();
      expect([path, names(own.other ?? '').join()]).toEqual([path, all]);
    }
  });

  test(`${code}: no text is left in English, but for the words both languages share`, () => {
    const same = english.filter(([path, text]) => texts.get(path) === text).map(([path]) => path);
    // What holds no word, as `{day}, {time}`, has no language.
    const worded = same.filter((path) => /\p{L}/u.test((texts.get(path) ?? '').replace(/\{\w+\}/g, '')));
    expect(worded.filter((path) => !ALIKE.has(path))).toEqual([]);
  });

  test(`${code}: three points stand apart, quotation marks and dashes are the language's own`, () => {
    const foreign = code === 'de' ? /["']|\w…|“[^„]*”|!/ : /(?!)/;
    expect([...texts].filter(([, text]) => foreign.test(text))).toEqual([]);
  });
}

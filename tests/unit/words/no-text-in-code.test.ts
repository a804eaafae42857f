import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'vite';
import { expect, test } from 'vitest';

/** Attributes that people see or hear. */
const SAID = new Set([
  'title',
  'alt',
  'placeholder',
  'label',
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'aria-valuetext',
  'aria-placeholder',
  'caption',
  'toggle',
  'legend',
]);
const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.tsx'))
    .map((name) => path.posix.join(folder, name));

type Node = { type: string; [member: string]: unknown };
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

/** Texts of a file that stand in JSX to be read: between tags, in what is said, or as a literal in braces. */
function textsIn(source: string, file = 'x.tsx'): string[] {
  const found: string[] = [];
  const keep = (text: unknown) => {
    if (typeof text === 'string' && /\p{L}{2}/u.test(text)) found.push(text.trim());
  };
  /** What an expression comes to: its literals, not the arguments and conditions in it. */
  const literals = (node: unknown): void => {
    if (!isNode(node)) return;
    if (node.type === 'Literal') keep(node.value);
    if (node.type === 'TemplateLiteral') {
      for (const { value } of node.quasis as { value: { cooked: string } }[]) keep(value.cooked);
    }
    if (node.type === 'ConditionalExpression')
      for (const one of [node.consequent, node.alternate]) literals(one);
    if (node.type === 'LogicalExpression') for (const one of [node.left, node.right]) literals(one);
    if (node.type === 'BinaryExpression' && node.operator === '+') {
      for (const one of [node.left, node.right]) literals(one);
    }
  };
  const walk = (node: unknown, parent?: Node): void => {
    if (Array.isArray(node)) for (const one of node) walk(one, parent);
    if (!isNode(node)) return;
    if (node.type === 'JSXText') keep(node.value);
    if (node.type === 'JSXExpressionContainer' && parent?.type !== 'JSXAttribute') literals(node.expression);
    if (node.type === 'JSXAttribute' && SAID.has((node.name as { name: string }).name)) {
      const value = node.value as Node | null;
      literals(value?.type === 'JSXExpressionContainer' ? value.expression : value);
    }
    for (const member of Object.values(node)) walk(member, node);
  };
  const { program, errors } = parseSync(file, source, { lang: 'tsx' });
  expect(errors, file).toEqual([]);
  walk(program);
  return found;
}

test('no word that people see stands in the code: all are in the catalogue', () => {
  const files = filesBelow('app');
  expect(files.length).toBeGreaterThan(80);
  const written = files.flatMap((file) =>
    textsIn(readFileSync(file, 'utf8'), file).map((text) => `${file}: ${text}`),
  );
  expect(written).toEqual([]);
});

test('a word in the code would be seen', () => {
  const page = (inside: string) => textsIn(`const x = <p className="not seen">${inside}</p>;`);
  expect(page('Hello')).toEqual(['Hello']);
  expect(page('<b>{words.title} Hello</b>')).toEqual(['Hello']);
  expect(page("{open ? 'Open' : words.closed}")).toEqual(['Open']);
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code.
  expect(page('{`Hello ${name}`}')).toEqual(['Hello']);
  expect(page('<input placeholder="Name" />')).toEqual(['Name']);
  expect(page("<i aria-label={busy && 'Busy'} />")).toEqual(['Busy']);
  expect(page("{fill(words.x, { name: 'bob' })} <i data-state=\"live\" /> · ✕ {' '}")).toEqual([]);
});

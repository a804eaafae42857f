/** WCAG 2.2 contrast (1.4.3, 1.4.11) of every pair of tokens that occurs, computed from the stylesheet itself. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync('app/_kit/css/tokens.css', 'utf8');

type Oklch = [lightness: number, chroma: number, hue: number];

const COLOUR = /oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)/g;

/** Each token with its colours: of both schemes, or one for both. */
const named = [...css.matchAll(/--color-([a-z0-9-]+): ((?:light-dark|oklch)\(.*\));/g)].map(
  ([, name = '', value = '']): [string, Oklch[]] => [
    name,
    [...value.matchAll(COLOUR)].map(([, l, c, h]) => [Number(l), Number(c), Number(h)]),
  ],
);
const tokens = (scheme: 0 | 1) =>
  new Map(
    named.flatMap(([name, colours]) => {
      const colour = colours[scheme] ?? colours[0];
      return colour ? [[name, colour] as const] : [];
    }),
  );

/** Relative luminance by way of linear sRGB (CSS Color 4, sample code), clipped to the gamut as a screen does. */
function luminance([l, c, h]: Oklch): number {
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (value: number) => Math.min(1, Math.max(0, value));
  const red = clip(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short);
  const green = clip(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short);
  const blue = clip(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Oklch, other: Oklch): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const TEXT = 4.5;
const GRAPHIC = 3;
const grounds = ['paper', 'raised', 'sunken', 'tint'];
const initials = [1, 2, 3, 4, 5, 6].map((n) => `initial-${n}`);

const pairs: [foreground: string, background: string, atLeast: number][] = [
  ...['ink', 'ink-soft', 'credit', 'warn', 'danger'].flatMap((name) =>
    grounds.map((ground): [string, string, number] => [name, ground, TEXT]),
  ),
  ...[...initials, 'mark'].map((ground): [string, string, number] => ['ink', ground, TEXT]),
  ['credit', 'mark', GRAPHIC],
  ['on-accent', 'accent', TEXT],
  ['on-accent', 'accent-strong', TEXT],
  // Focus rings, the mark and the live line.
  ...grounds.map((ground): [string, string, number] => ['accent', ground, GRAPHIC]),
  // Borders of fields and buttons.
  ...['paper', 'raised'].map((ground): [string, string, number] => ['edge', ground, GRAPHIC]),
  // Slices and bars; Other and the gaps say nothing that the list beside them does not.
  ...[1, 2, 3, 4, 5].map((n): [string, string, number] => [`rank-${n}`, 'raised', GRAPHIC]),
];

describe.each([
  ['light', tokens(0)],
  ['dark', tokens(1)],
])('in the %s scheme', (_scheme, scheme) => {
  test.each(pairs)('%s on %s reaches %d:1', (foreground, background, atLeast) => {
    const front = scheme.get(foreground);
    const back = scheme.get(background);
    if (!front || !back) throw new Error(`no such token: ${foreground} or ${background}`);
    expect(contrast(front, back)).toBeGreaterThanOrEqual(atLeast);
  });
});

test('each token has a colour in both schemes', () => {
  expect(named.length).toBe(css.match(/--color-[a-z0-9-]+: (?!initial)/g)?.length);
  for (const [name, colours] of named) expect(colours.length, name).toBe(name === 'edge' ? 1 : 2);
});

/** Tokens as a canvas can use them in every browser: OKLCH resolved to sRGB by painting a pixel of each. */
import { useEffect, useState } from 'react';

const NAMES = [
  'accent',
  'ink',
  'ink-soft',
  'line',
  'raised',
  'rank-1',
  'rank-2',
  'rank-3',
  'rank-4',
  'rank-5',
  'rank-other',
] as const;

export type Colours = Record<(typeof NAMES)[number], string>;

function read(): Colours {
  const values = readTokens(NAMES);
  return Object.fromEntries(NAMES.map((name, at) => [name, values[at]])) as Colours;
}

/** The tokens a canvas draws with, and anew when the colour scheme changes. For the browser alone. */
export function useColours(): Colours {
  const [colours, setColours] = useState(read);
  useEffect(() => onSchemeChange(() => setColours(read())), []);
  return colours;
}

const FORCED = '(forced-colors: active)';

/** Each token as `rgb(1, 2, 3)`. All are painted before any is read: every look at a canvas makes the browser wait. */
function readTokens(names: readonly string[]): string[] {
  const style = getComputedStyle(document.documentElement);
  const values = resolved(names.map((name) => style.getPropertyValue(`--color-${name}`).trim()));
  const canvas = document.createElement('canvas');
  canvas.width = names.length;
  canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return values;
  for (const [at, value] of values.entries()) {
    context.fillStyle = value;
    context.fillRect(at, 0, 1, 1);
  }
  const { data } = context.getImageData(0, 0, names.length, 1);
  return values.map((_, at) => `rgb(${data.slice(4 * at, 4 * at + 3).join(', ')})`);
}

/** The theme's colour of two, and the system's colours, mean something to elements; a canvas may not know them. */
function resolved(values: readonly string[]): string[] {
  const all = document.documentElement.appendChild(document.createElement('i'));
  const elements = values.map((value) => {
    const element = all.appendChild(document.createElement('i'));
    element.style.color = value;
    return element;
  });
  const colours = elements.map((element) => getComputedStyle(element).color);
  all.remove();
  return colours;
}

/** `rgb(1, 2, 3)` with an opacity of 0…1. */
export const fade = (rgb: string, opacity: number): string =>
  rgb.replace('rgb(', 'rgba(').replace(')', `, ${opacity})`);

/** Calls back when the colours change; answers how to stop. */
function onSchemeChange(changed: () => void): () => void {
  const queries = ['(prefers-color-scheme: dark)', FORCED].map((query) => window.matchMedia(query));
  for (const query of queries) query.addEventListener('change', changed);
  return () => {
    for (const query of queries) query.removeEventListener('change', changed);
  };
}

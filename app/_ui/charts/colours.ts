'use client';
/** Tokens as a canvas can use them in every browser: OKLCH resolved to sRGB by painting one pixel. */

const FORCED = '(forced-colors: active)';

const canvas = () => document.createElement('canvas');

export function readToken(name: string): string {
  const value = seen(getComputedStyle(document.documentElement).getPropertyValue(`--color-${name}`).trim());
  const context = canvas().getContext('2d', { willReadFrequently: true });
  if (!context) return value;
  context.fillStyle = value;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return `rgb(${red}, ${green}, ${blue})`;
}

/** The system's colours mean something to elements; a canvas may know only what they usually are. */
function seen(value: string): string {
  if (!window.matchMedia(FORCED).matches) return value;
  const { documentElement } = document;
  const element = documentElement.appendChild(document.createElement('i'));
  element.style.color = value;
  const { color } = getComputedStyle(element);
  element.remove();
  return color;
}

/** `rgb(1, 2, 3)` with an opacity of 0…1. */
export const fade = (rgb: string, opacity: number): string =>
  rgb.replace('rgb(', 'rgba(').replace(')', `, ${opacity})`);

/** Calls back when the colours change; answers how to stop. */
export function onSchemeChange(changed: () => void): () => void {
  const queries = ['(prefers-color-scheme: dark)', FORCED].map((query) => window.matchMedia(query));
  for (const query of queries) query.addEventListener('change', changed);
  return () => {
    for (const query of queries) query.removeEventListener('change', changed);
  };
}

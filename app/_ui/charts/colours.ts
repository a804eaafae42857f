'use client';
/** Tokens as a canvas can use them in every browser: OKLCH resolved to sRGB by painting one pixel. */

const canvas = () => document.createElement('canvas');

export function readToken(name: string): string {
  const value = getComputedStyle(document.documentElement).getPropertyValue(`--color-${name}`).trim();
  const context = canvas().getContext('2d', { willReadFrequently: true });
  if (!context) return value;
  context.fillStyle = value;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return `rgb(${red}, ${green}, ${blue})`;
}

/** `rgb(1, 2, 3)` with an opacity of 0…1. */
export const fade = (rgb: string, opacity: number): string =>
  rgb.replace('rgb(', 'rgba(').replace(')', `, ${opacity})`);

/** Calls back when the colour scheme changes; answers how to stop. */
export function onSchemeChange(changed: () => void): () => void {
  const query = window.matchMedia('(prefers-color-scheme: dark)');
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
}

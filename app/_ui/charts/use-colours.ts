'use client';
import { useEffect, useState } from 'react';
import { onSchemeChange, readToken } from './colours.ts';

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

const read = (): Colours =>
  Object.fromEntries(NAMES.map((name) => [name, readToken(name)])) as Record<(typeof NAMES)[number], string>;

/** The tokens a canvas draws with, and anew when the colour scheme changes. For the browser alone. */
export function useColours(): Colours {
  const [colours, setColours] = useState(read);
  useEffect(() => onSchemeChange(() => setColours(read())), []);
  return colours;
}

import { useEffect, useState } from 'react';
import { onSchemeChange, readTokens } from './colours.ts';

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

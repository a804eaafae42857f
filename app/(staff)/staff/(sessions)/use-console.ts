import { createContext } from 'react';
import { useProvided } from '#app/_kit/use-provided.ts';
import type { Target } from './_ending/use-ending.ts';
import type { Draft } from './_query/address.ts';
import type { Rights } from './data.ts';
import type { consoleWords } from './words.ts';

/** What every part of the console reads. */
export type ConsoleState = {
  words: ReturnType<typeof consoleWords>;
  /** The question that the page answers. */
  query: Draft;
  rights: Rights;
  /** Redis' clock at the read. */
  now: number;
  /** Opens the dialog that ends these sessions. */
  beginEnding: (target: Target) => void;
};

export const ConsoleContext = createContext<ConsoleState | null>(null);

export const useConsole = (): ConsoleState => useProvided(ConsoleContext);

import { createContext } from 'react';
import { useProvided } from '#app/_kit/use-provided.ts';
import type { OverviewWords } from '#app/(bank)/overview/words.ts';

export const WordsContext = createContext<OverviewWords | null>(null);

/** The words of the overview, within it. */
export const useWords = (): OverviewWords => useProvided(WordsContext);

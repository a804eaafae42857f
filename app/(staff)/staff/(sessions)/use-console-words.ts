import { createContext } from 'react';
import { useProvided } from '#app/_kit/use-provided.ts';
import type { ConsoleWords } from './words.ts';

export const ConsoleWordsContext = createContext<ConsoleWords | null>(null);

export const useConsoleWords = (): ConsoleWords => useProvided(ConsoleWordsContext);

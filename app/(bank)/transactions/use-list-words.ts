import { createContext } from 'react';
import { useProvided } from '#app/_kit/use-provided.ts';
import { useShared } from '#app/_words/context.tsx';
import type { ListWords } from './words.ts';

export const ListWordsContext = createContext<ListWords | null>(null);

export const useListWords = () => ({ ...useShared(), ...useProvided(ListWordsContext) });

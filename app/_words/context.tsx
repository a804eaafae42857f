'use client';
/** Language, zone and words for client components: handed down from the server once a page, nested ones add words. */
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { type Format, makeFormat } from '#app/_words/format.ts';
import type { Catalogue, Section } from './catalogue.ts';

type Speech = { format: Format; words: Partial<Catalogue> };

const SpeechContext = createContext<Speech | null>(null);

/** `locale` and `timeZone` are given by the outermost one; those within add their sections. */
export function Words({
  locale,
  timeZone,
  words,
  children,
}: {
  locale?: string;
  timeZone?: string;
  words: Partial<Catalogue>;
  children: ReactNode;
}) {
  const outer = useContext(SpeechContext);
  const speech = useMemo(() => {
    const all = { ...outer?.words, ...words };
    if (!locale || !timeZone || !all.dates) return { format: (outer as Speech).format, words: all };
    return { format: makeFormat(locale, timeZone, all.dates), words: all };
  }, [outer, locale, timeZone, words]);
  return <SpeechContext value={speech}>{children}</SpeechContext>;
}

/** Masks every amount within, or shows them again, whatever the words. */
export function Amounts({ hidden, children }: { hidden: boolean; children: ReactNode }) {
  const { format, words } = useSpeech();
  const { locale, timeZone } = format;
  const speech = useMemo(() => {
    if (!words.dates) throw new Error('The page did not hand down the words of "dates".');
    return { format: makeFormat(locale, timeZone, words.dates, hidden), words };
  }, [locale, timeZone, words, hidden]);
  return <SpeechContext value={speech}>{children}</SpeechContext>;
}

function useSpeech(): Speech {
  const speech = useContext(SpeechContext);
  if (!speech) throw new Error('No <Words> above this component.');
  return speech;
}

export const useFormat = (): Format => useSpeech().format;

/** A section of the catalogue; a page that uses one it did not hand down fails loudly in the first test. */
export function useWords<Key extends Section>(section: Key): Catalogue[Key] {
  const words = useSpeech().words[section];
  if (!words) throw new Error(`The page did not hand down the words of "${section}".`);
  return words as Catalogue[Key];
}

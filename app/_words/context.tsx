'use client';
/** Language, zone and whether amounts are hidden, for the islands of a page: handed down from the server once. */
import { createContext, type ReactNode, useMemo } from 'react';
import { useProvided } from '#app/_kit/use-provided.ts';
import type { Language } from '#lib/language.ts';
import { type Format, makeFormat } from './format.ts';
import { sharedWords } from './shared.ts';

type Given = { language: Language; timeZone: string };

const FormatContext = createContext<(Given & { format: Format }) | null>(null);

export function Formats({
  language,
  timeZone,
  hidden = false,
  children,
}: Given & { hidden?: boolean; children: ReactNode }) {
  const value = useMemo(() => {
    const words = sharedWords[language];
    return { language, timeZone, format: makeFormat(words.language.locale, timeZone, words.dates, hidden) };
  }, [language, timeZone, hidden]);
  return <FormatContext value={value}>{children}</FormatContext>;
}

/** Masks every amount within, or shows them again. */
export function Amounts({ hidden, children }: { hidden: boolean; children: ReactNode }) {
  const { language, timeZone } = useProvided(FormatContext);
  return (
    <Formats language={language} timeZone={timeZone} hidden={hidden}>
      {children}
    </Formats>
  );
}

export const useFormat = (): Format => useProvided(FormatContext).format;

export const useLanguage = (): Language => useProvided(FormatContext).language;

/** The words that every page has. */
export const useShared = () => sharedWords[useLanguage()];

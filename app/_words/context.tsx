'use client';
import { createContext, type ReactNode, useMemo } from 'react';
import { useProvided } from '#app/_kit/use-provided.ts';
/** Language, zone and whether amounts are hidden, for the islands of a page: handed down from the server once. */
import type { Booked } from '#lib/booked-text.ts';
import type { Language } from '#lib/language.ts';
import { type Format, makeFormat } from './format.ts';
import { sharedWords } from './shared.ts';

type Given = { language: Language; timeZone: string; texts?: Booked | undefined };

const FormatContext = createContext<(Given & { format: Format }) | null>(null);

export function Formats({
  language,
  timeZone,
  texts,
  hidden = false,
  children,
}: Given & { hidden?: boolean; children: ReactNode }) {
  const value = useMemo(() => {
    const words = sharedWords[language];
    const format = makeFormat(words.language.locale, timeZone, words.dates, hidden, texts);
    return { language, timeZone, texts, format };
  }, [language, timeZone, texts, hidden]);
  return <FormatContext value={value}>{children}</FormatContext>;
}

/** Masks every amount within, or shows them again. */
export function Amounts({ hidden, children }: { hidden: boolean; children: ReactNode }) {
  const { format: _, ...given } = useProvided(FormatContext);
  return (
    <Formats {...given} hidden={hidden}>
      {children}
    </Formats>
  );
}

/** Shows what the demo's world books in the language, within. */
export function BookedTexts({ texts, children }: { texts: Booked; children: ReactNode }) {
  const { format, ...given } = useProvided(FormatContext);
  return (
    <Formats {...given} hidden={format.hidden} texts={texts}>
      {children}
    </Formats>
  );
}

export const useFormat = (): Format => useProvided(FormatContext).format;

/** For what the server draws, too. */
export const BookedText = ({ text }: { text: string }) => useFormat().booked(text);

export const useLanguage = (): Language => useProvided(FormatContext).language;

/** The words that every page has. */
export const useShared = () => sharedWords[useLanguage()];

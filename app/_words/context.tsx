'use client';
/** Language, zone and whether amounts are hidden, for the islands of a page: handed down from the server once. */
import { createContext, type ReactNode, useMemo } from 'react';
import { useProvided } from '#app/_kit/use-provided.ts';
import { type DateWords, type Format, makeFormat } from './format.ts';

type Given = { locale: string; timeZone: string; dates: DateWords };

const FormatContext = createContext<(Given & { format: Format }) | null>(null);

export function Formats({
  locale,
  timeZone,
  dates,
  hidden = false,
  children,
}: Given & { hidden?: boolean; children: ReactNode }) {
  const value = useMemo(
    () => ({ locale, timeZone, dates, format: makeFormat(locale, timeZone, dates, hidden) }),
    [locale, timeZone, dates, hidden],
  );
  return <FormatContext value={value}>{children}</FormatContext>;
}

/** Masks every amount within, or shows them again. */
export function Amounts({ hidden, children }: { hidden: boolean; children: ReactNode }) {
  const { locale, timeZone, dates } = useProvided(FormatContext);
  return (
    <Formats locale={locale} timeZone={timeZone} dates={dates} hidden={hidden}>
      {children}
    </Formats>
  );
}

export const useFormat = (): Format => useProvided(FormatContext).format;

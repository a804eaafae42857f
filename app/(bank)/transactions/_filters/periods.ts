/** Spans of bank days that people ask for by name. Pure; days are `yyyy-mm-dd` and both ends are included. */
import { daysAfter, daysOfMonth, monthAfter } from '#lib/time.ts';
import { VIEW_PERIODS } from '#lib/views/view-limits.ts';

export type Preset = (typeof VIEW_PERIODS)[number];
export type Period = { from: string; to: string };

/** A month counted from that of a day: 0 is its own, −1 the one before. Whole, so that it has its name. */
const monthFrom = (day: string, months: number): Period => daysOfMonth(monthAfter(day.slice(0, 7), months));

/** `today` is the bank's day. */
export function periodOf(preset: Preset, today: string): Period {
  switch (preset) {
    case 'thisMonth':
      return monthFrom(today, 0);
    case 'lastMonth':
      return monthFrom(today, -1);
    case 'last30':
      return { from: daysAfter(today, -29), to: today };
    case 'last90':
      return { from: daysAfter(today, -89), to: today };
    case 'thisYear':
      return { from: `${today.slice(0, 4)}-01-01`, to: `${today.slice(0, 4)}-12-31` };
  }
}

type Span = { from?: string; to?: string };

/** The preset that a span is today, if it is one. */
export const presetOf = ({ from, to }: Span, today: string): Preset | null =>
  VIEW_PERIODS.find((preset) => {
    const period = periodOf(preset, today);
    return period.from === from && period.to === to;
  }) ?? null;

/** `yyyy-mm` of a span that is a whole month. */
export function wholeMonth({ from, to }: Span): string | null {
  if (!from?.endsWith('-01') || !to) return null;
  return monthFrom(from, 0).to === to ? from.slice(0, 7) : null;
}

/** `yyyy` of a span that is a whole year. */
export const wholeYear = ({ from, to }: Span): string | null =>
  from?.endsWith('-01-01') && to === `${from.slice(0, 4)}-12-31` ? from.slice(0, 4) : null;

/** Where a time axis is labelled, in the bank's zone: on full minutes, hours, days or months, never crowded. */
import type { Format } from '#app/_words/format.ts';
import { DAY, dayOf, HOUR, MINUTE, startOfDay } from '#lib/time.ts';

const WITHIN_DAY = [1, 2, 5, 15, 30].map((n) => n * MINUTE).concat([1, 3, 6, 12].map((n) => n * HOUR));
const DAYS = [1, 2, 4, 7, 14];
const MONTHS = [1, 2, 3, 6, 12];
const MEAN_MONTH = (365.25 / 12) * DAY;

/** Steps of an amount's axis, times a power of ten. */
const NICE = [1, 2, 2.5, 5, 10];
/** Of the span, left free above and below the line. */
const AIR = 0.06;
/** What a level line is drawn within, in minor units. */
const MIN_SPAN = 1000;

export type ValueTicks = { min: number; max: number; step: number; at: number[] };

/**
 * An axis as tight as the data, with at most `maxLines` lines at round amounts (minor units). It need not begin at zero:
 * its labels say so. But what was never in debt has no debt on its axis. Without amounts it is that of nothing.
 */
export function valueTicks(lowest: number, highest: number, maxLines: number): ValueTicks {
  const [low, high] = lowest <= highest ? [lowest, highest] : [0, 0];
  const span = Math.max(high - low, MIN_SPAN);
  const floor = low < 0 ? Number.NEGATIVE_INFINITY : 0;
  const from = Math.max(floor, (low + high - span) / 2);
  const min = Math.max(floor, from - span * AIR);
  const max = from + span * (1 + AIR);
  const power = 10 ** Math.floor(Math.log10((max - min) / maxLines));
  const fits = (step: number) => Math.floor(max / step) - Math.ceil(min / step) + 1 <= maxLines;
  const step = (NICE.find((nice) => fits(nice * power)) ?? 20) * power;
  return { min, max, step, at: sequence(Math.ceil(min / step) * step, max, step) };
}

export type TickUnit = 'time' | 'day' | 'month';
export type Ticks = { unit: TickUnit; at: number[] };

/** At most `maxTicks` moments within `from`…`to` (milliseconds), in ascending order. */
export function timeTicks(from: number, to: number, maxTicks: number, timeZone: string): Ticks {
  const span = to - from;
  const step = WITHIN_DAY.find((candidate) => span / candidate <= maxTicks);
  if (step !== undefined) return { unit: 'time', at: withinDays(from, to, step, timeZone) };
  const days = DAYS.find((candidate) => span / (candidate * DAY) <= maxTicks);
  if (days !== undefined) return { unit: 'day', at: everyDays(from, to, days, timeZone) };
  const months = MONTHS.find((candidate) => span / (candidate * MEAN_MONTH) <= maxTicks) ?? 12;
  return { unit: 'month', at: everyMonths(from, to, months, timeZone) };
}

export function timeLabel(at: number, unit: TickUnit, format: Format): string {
  if (unit === 'time') {
    const clock = format.time(at);
    return clock === '00:00' ? format.short(at) : clock;
  }
  if (unit === 'day') return format.short(at);
  return format.dayOf(at).slice(5, 7) === '01' ? format.year(at) : format.monthName(at);
}

function withinDays(from: number, to: number, step: number, timeZone: string): number[] {
  const start = startOfDay(dayOf(from, timeZone), timeZone);
  const first = start + Math.ceil((from - start) / step) * step;
  return sequence(first, to, step);
}

function everyDays(from: number, to: number, days: number, timeZone: string): number[] {
  const start = Date.parse(`${dayOf(from, timeZone)}T00:00:00Z`);
  const aligned = Math.ceil(start / (days * DAY)) * days * DAY;
  return sequence(aligned, to + DAY, days * DAY)
    .map((utc) => startOfDay(new Date(utc).toISOString().slice(0, 10), timeZone))
    .filter((at) => at >= from && at <= to);
}

function everyMonths(from: number, to: number, months: number, timeZone: string): number[] {
  const [year = 1970, month = 1] = dayOf(from, timeZone).split('-').map(Number);
  const firstMonth = Math.ceil((year * 12 + month - 1) / months) * months;
  const found: number[] = [];
  for (let index = firstMonth; ; index += months) {
    const day = new Date(Date.UTC(Math.floor(index / 12), index % 12, 1)).toISOString().slice(0, 10);
    const at = startOfDay(day, timeZone);
    if (at > to) return found;
    if (at >= from) found.push(at);
  }
}

function sequence(first: number, to: number, step: number): number[] {
  const count = Math.max(0, Math.floor((to - first) / step) + 1);
  return Array.from({ length: count }, (_, n) => first + n * step);
}

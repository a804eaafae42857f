/** Amounts as people type them. Pure. */
import { parseDecimal } from '#lib/money.ts';
import { MAX_AMOUNT_MINOR } from '#lib/payments/payment-limits.ts';

/** Spaces of all kinds and the apostrophes of the Swiss. */
const BLANK = /[\s\u00a0\u202f'’]/g;

const GROUPED = /^\d{1,3}(?:[.,]\d{3})+$/;

const groups = new Map<string, string>();

/** What a language groups thousands with. */
function groupOf(locale: string): string {
  const group =
    groups.get(locale) ??
    new Intl.NumberFormat(locale).formatToParts(12_345).find(({ type }) => type === 'group')?.value ??
    '';
  groups.set(locale, group);
  return group;
}

/**
 * Minor units, or null for what is no amount above zero. Either mark is read as a decimal one, `12.5` and `12,5`; the
 * language's own grouping is taken out where it groups thousands. A mark before three digits that is not the
 * language's grouping is not guessed at.
 */
export function readAmount(text: string, locale: string): number | null {
  const plain = text.replace(BLANK, '');
  const group = groupOf(locale);
  const [whole = '', ...cents] = plain.split(group === ',' ? '.' : ',');
  const isGrouped = GROUPED.test(whole) && whole.includes(group);
  const ungrouped = isGrouped ? [whole.replaceAll(group, ''), ...cents].join('.') : plain;
  const minor = parseDecimal(ungrouped.replace(/^(?=[.,])/, '0').replace(/[.,]$/, ''));
  return minor !== null && minor > 0 && minor <= MAX_AMOUNT_MINOR ? minor : null;
}

/** What a language file must have, and the two ways to fill a message in. Works on the server and in the browser. */
import type { en } from './en.ts';

/** Forms of a plural, by the categories of Intl.PluralRules; `other` must be there. */
export type Plural = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

type Shape<T> = {
  [Key in keyof T]: T[Key] extends string
    ? string
    : T[Key] extends { other: string; one: string }
      ? Plural
      : Shape<T[Key]>;
};

/** Another language file is `export const de: Catalogue = …`: a missing or a surplus key does not compile. */
export type Catalogue = Shape<typeof en>;

/** What an island shows of a section: nothing else of it crosses to the browser. */
export const slice = <Words extends object, Key extends keyof Words>(
  words: Words,
  ...keys: Key[]
): Pick<Words, Key> => Object.fromEntries(keys.map((key) => [key, words[key]])) as Pick<Words, Key>;

/** Replaces `{name}` by its value; a name without a value stays as it is, so that a fault is seen. */
export const fill = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

const counters = new Map<string, { rules: Intl.PluralRules; number: Intl.NumberFormat }>();

/** Made once a language: both take a phone milliseconds. */
function counterOf(locale: string) {
  const known = counters.get(locale) ?? {
    rules: new Intl.PluralRules(locale),
    number: new Intl.NumberFormat(locale),
  };
  counters.set(locale, known);
  return known;
}

/** The form of a plural for `count`, filled in; `{count}` is grouped as the language does. */
export function plural(
  locale: string,
  forms: Plural,
  count: number,
  values: Record<string, string | number> = {},
): string {
  const { rules, number } = counterOf(locale);
  const form = forms[rules.select(count)] ?? forms.other;
  return fill(form, { count: number.format(count), ...values });
}

/** What a language file must hold, and the two ways to fill a message in. Works on the server and in the browser. */
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
export type Section = keyof Catalogue;

/** Replaces `{name}` by its value; a name without a value stays as it is, so that a fault is seen. */
export const fill = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

/** The form of a plural for `count`, filled in; `{count}` is grouped as the language does. */
export function plural(
  locale: string,
  forms: Plural,
  count: number,
  values: Record<string, string | number> = {},
): string {
  const form = forms[new Intl.PluralRules(locale).select(count)] ?? forms.other;
  return fill(form, { count: new Intl.NumberFormat(locale).format(count), ...values });
}

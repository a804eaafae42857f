/** The catalogue on the server. One language so far; a second is a line in `catalogues` and a choice in `locale`. */
import type { Catalogue, Section } from './catalogue.ts';
import { en } from './en.ts';

const catalogues = { en } satisfies Record<string, Catalogue>;

/** What Intl formats with: British dates and English numbers, in whatever zone the bank is. */
export const LOCALE = 'en-GB';

export const messages = (): Catalogue => catalogues.en;

/** The named sections alone, for client components. */
export const pick = <Key extends Section>(...sections: Key[]): Pick<Catalogue, Key> =>
  Object.fromEntries(sections.map((section) => [section, messages()[section]])) as Pick<Catalogue, Key>;

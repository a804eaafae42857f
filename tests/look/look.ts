/** What a scene is and what it is given. Scenes live in `scenes/`, one file a part of the bank. */
import type { BrowserContext, Locator, Page } from 'playwright/test';
import type { Catalogue } from '#app/_words/catalogue.ts';
import type { Language } from '#lib/language.ts';
import type { Redis } from '#lib/redis/client.ts';
import type { Bank } from '#tests/setup/start-bank.ts';
import type { newCustomer } from '../e2e/accounts.ts';

export const WIDTHS = { 360: 780, 768: 1024, 1440: 900 } as const;
export const THEMES = ['light', 'dark'] as const;
export const LOCALES = { en: 'en-GB', de: 'de-DE' } as const satisfies Record<Language, string>;

export type Width = keyof typeof WIDTHS;
export type Variant = { width: Width; theme: (typeof THEMES)[number]; language: Language };

export type Look = Variant & {
  page: Page;
  context: BrowserContext;
  /** Of the language that this picture is in. */
  words: Catalogue;
  bank: Bank;
  redis: Redis;
  /** Signs this page in anew, as somebody of the demo world or with a password of their own. */
  signIn: (username: string, password?: string) => Promise<void>;
  /** Creates a customer with one account of so many entries and signs this page in: for what changes something. */
  asNewCustomer: (entries?: number) => ReturnType<typeof newCustomer>;
};

export type Scene = {
  /** Whose session the page has: one of the demo world, signed in once and shared by all pictures. */
  as?: string;
  /** Lets the service worker in. Requests cannot be intercepted then. */
  worker?: true;
  /** Is of a page that waits for something: it is then taken as `bring` leaves it. */
  waiting?: true;
  /**
   * Brings the page to its state by waiting for what it shows, and says what is taken: all of the page, what a screen
   * of it shows, or one part. The four pictures of a width are made at once.
   */
  bring: (look: Look) => Promise<'page' | 'screen' | Locator>;
};

export type Scenes = Record<string, Scene>;

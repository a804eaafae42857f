/** What every browser test shares: a console that must stay silent, and sign-ins that end with their test. */
import { type BrowserContext, test as base, expect, type Page } from 'playwright/test';
import { en } from '#app/_words/en.ts';

export const PASSWORD = 'foobared';
export { en, expect };

type Fixtures = {
  /** What a page may say on the console without failing the test: for tests that take the bank away. */
  allowedComplaints: RegExp;
  silentConsole: undefined;
  /** A page that was opened or loaded anew answers to clicks and keys. What it does before is tested without scripts. */
  withScripts: undefined;
  /** Whether "New sign-in … Was this you?" is seen. Tests share their customers, and each would hear of the others. */
  signInWarnings: boolean;
  withoutWarnings: undefined;
  /** Signs the context of `page` in through the API, and out again after the test. */
  signIn: (username: string) => Promise<void>;
};

const NOTHING = /$^/;
/** What a browser says in which playwright.config.ts keeps the service worker out. */
const WITHOUT_WORKER = /Service Worker registration blocked by Playwright/;

export const test = base.extend<Fixtures>({
  allowedComplaints: [NOTHING, { option: true }],

  silentConsole: [
    async ({ context, allowedComplaints }, use) => {
      const complaints: string[] = [];
      const complain = (text: string) => {
        if (!allowedComplaints.test(text) && !WITHOUT_WORKER.test(text)) complaints.push(text);
      };
      context.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') {
          complain(`${message.type()}: ${message.text()} (${message.location().url})`);
        }
      });
      context.on('weberror', ({ error }) => complain(error().stack ?? error().message));
      await use(undefined);
      expect(complaints, 'the console of the browser').toEqual([]);
    },
    { auto: true },
  ],

  withScripts: [
    async ({ context, javaScriptEnabled }, use) => {
      if (javaScriptEnabled !== false) context.on('page', awaitScripts);
      await use(undefined);
    },
    { auto: true },
  ],

  signInWarnings: [false, { option: true }],

  withoutWarnings: [
    async ({ context, signInWarnings }, use) => {
      if (!signInWarnings) await context.addInitScript(hideWarnings);
      await use(undefined);
    },
    { auto: true },
  ],

  signIn: async ({ context }, use) => {
    await use(async (username) => signInContext(context, username));
    await signOutContext(context);
  },
});

function awaitScripts(page: Page): void {
  for (const name of ['goto', 'reload'] as const) {
    const load = page[name].bind(page) as Page['goto'];
    page[name] = async (...given: Parameters<Page['goto']>) => {
      const answer = await load(...given);
      const early = given.some((one) => typeof one === 'object' && one.waitUntil);
      if (!early) await untilScripted(page);
      return answer;
    };
  }
}

/** For a page that loads itself anew. */
export const untilScripted = (page: Page) => page.waitForFunction(hasScripts, null, { polling: 50 });

/** Runs in the page: whether React has taken over each thing one can act on. */
function hasScripts(): boolean {
  if (!document.querySelector('script[src*="/_next/"]')) return true;
  const acting = 'button, summary, select, textarea, input:not([type="hidden"])';
  // What the lens copies into cards is none of React's.
  return [...document.querySelectorAll(acting)].every(
    (one) =>
      one.closest('[data-lens-foot]') || Object.keys(one).some((name) => name.startsWith('__reactProps')),
  );
}

/** Runs in the page. A sheet made by script, since the page's policy takes no style element of a stranger. */
function hideWarnings(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('[data-testid="sign-in-warning"] { display: none }');
  document.adoptedStyleSheets = [sheet];
}

/** A name nobody has: wrong passwords in a row block a name, and the tests share their customers and their address. */
export const stranger = (): string => `stranger-${crypto.randomUUID().slice(0, 8)}`;

/** A session of its own for this context, without the form. */
export async function signInContext(context: BrowserContext, username: string): Promise<void> {
  const answer = await context.request.post('/api/auth/login', { data: { username, password: PASSWORD } });
  expect(answer.status(), await answer.text()).toBe(200);
}

/**
 * Sessions are capped: a test that left its own behind would end another's. The pages go first: one that is still
 * loading would complain of the end.
 */
export async function signOutContext(context: BrowserContext): Promise<void> {
  await Promise.all(context.pages().map((page) => page.close()));
  await context.request.post('/api/auth/logout').catch(() => null);
}

/** The balance on the overview, in minor units, as the page has it. */
export const balanceOn = async (page: Page): Promise<number> =>
  Number(await page.getByTestId('balance').getAttribute('data-minor'));

/** Every request the page makes from now on, as `GET /path`. */
export function requestsOf(page: Page): string[] {
  const seen: string[] = [];
  page.on('request', (request) =>
    seen.push(`${request.method()} ${new URL(request.url()).pathname}${new URL(request.url()).search}`),
  );
  return seen;
}

/** Seqs of the rows of the page, as they stand. */
export const seqsOn = (page: Page): Promise<number[]> =>
  page
    .locator('[data-seq]')
    .evaluateAll((rows) => rows.map((row) => Number((row as HTMLElement).dataset.seq)));

/** Newest first, each once, none left out. */
export async function expectUnbroken(page: Page): Promise<void> {
  const seqs = await seqsOn(page);
  expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) - index));
}

/** Rows about what every answer tells the browser. */
import { describe, expect } from 'vitest';
import { addressOf, endpoints as handlers } from '#tests/setup/endpoints.ts';
import { type Answer, ask, type Web } from './ask.ts';
import { pages } from './pages-and-actions.ts';
import { row, type World } from './security-world.ts';

const ALWAYS: Record<string, string | RegExp> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': /^camera=\(\), microphone=\(\), geolocation=\(\), payment=\(\)/,
  'content-security-policy': /frame-ancestors 'none'/,
};
const NEVER = [
  'x-powered-by',
  'server',
  'x-nextjs-cache',
  'x-middleware-rewrite',
  'x-middleware-next',
  'via',
];

function expectHeaders(web: Web, what: string, { headers }: Answer): void {
  for (const [name, value] of Object.entries(ALWAYS)) {
    const expected = typeof value === 'string' ? value : expect.stringMatching(value);
    expect([what, name, headers[name]]).toEqual([what, name, expected]);
  }
  for (const name of NEVER) expect([what, name, headers[name]]).toEqual([what, name, undefined]);
  const secure = web.origin.startsWith('https:');
  expect([what, headers['strict-transport-security']]).toEqual([
    what,
    secure ? 'max-age=31536000; includeSubDomains' : undefined,
  ]);
}

async function everyKindOfAnswer(web: Web, { bob }: World): Promise<[what: string, answer: Answer][]> {
  const cookie = web.origin.startsWith('https:') ? `__Host-${bob.browser.cookie}` : bob.browser.cookie;
  const asked: [path: string, method?: string, headers?: Record<string, string>][] = [
    ...pages().map(
      ({ pattern }) => [addressOf(pattern), 'GET', { cookie }] as [string, string, Record<string, string>],
    ),
    ...handlers.map(({ pattern, method }) => [addressOf(pattern), method] as [string, string]),
    ['/login'],
    ['/'],
    ['/overview'],
    ['/overview/'],
    ['/none'],
    ['/none.css'],
    ['/favicon.ico'],
    ['/icon.svg'],
    ['/_next/static/chunks/none.js'],
    ['/_next/image?url=%2Ficon.svg&w=64&q=75'],
    ['/_next/none'],
    ['/overview?account=none', 'GET', { cookie }],
    ['/none', 'GET', { cookie }],
    ['/api/session', 'GET', { cookie }],
    ['/overview', 'PUT', { cookie }],
    ['/overview', 'OPTIONS'],
    ['/api/session', 'OPTIONS'],
    ['/%ff'],
    ['//x'],
    ['/login', 'POST', { origin: 'https://evil.example' }],
    ['/login', 'POST', { 'next-action': 'x', 'content-type': 'text/plain' }],
    ['/overview', 'GET', { host: 'evil.example' }],
  ] as [string, string?, Record<string, string>?][];
  const page = await ask(web, '/login');
  const [, file = ''] = /"(\/_next\/static\/[^"\\]+\.js)"/.exec(page.text) ?? [];
  asked.push([file]);
  const answers: [string, Answer][] = [];
  for (const [path, method = 'GET', headers = {}] of asked) {
    answers.push([`${method} ${path}`, await ask(web, path, { method, headers })]);
  }
  return answers;
}

export function headerRows(): void {
  describe('every answer', () => {
    row('carries the headers that guard it, and HSTS over https alone', async (world) => {
      for (const web of [world.web, world.secure]) {
        for (const [what, answer] of await everyKindOfAnswer(web, world)) expectHeaders(web, what, answer);
      }
    });

    row('that is an error tells nothing of how the bank is made', async (world) => {
      for (const [what, { status, text }] of await everyKindOfAnswer(world.web, world)) {
        if (status < 400) continue;
        expect([
          what,
          /\bat .+:\d+:\d+|node_modules|\/work\/|\.ts:|ReplyError|ECONN|Redis(?! Bank)/.test(text),
        ]).toEqual([what, false]);
      }
    });
  });

  describe('a page', () => {
    row('runs scripts of its own nonce alone, fresh with each answer', async ({ web, secure, bob }) => {
      for (const served of [web, secure]) {
        const cookie = served === secure ? `__Host-${bob.browser.cookie}` : bob.browser.cookie;
        const nonces = new Set<string>();
        let shown = 0;
        for (const { pattern } of [...pages(), ...pages()]) {
          for (const headers of [{}, { cookie }] as Record<string, string>[]) {
            const answer = await ask(served, addressOf(pattern), { headers });
            if (!/^text\/html/.test(answer.headers['content-type'] ?? '') || answer.headers.location)
              continue;
            shown += 1;
            const policy = String(answer.headers['content-security-policy']);
            const rules = Object.fromEntries(policy.split('; ').map((rule) => [rule.split(' ')[0], rule]));
            const [, nonce = ''] = /'nonce-([A-Za-z0-9+/=]{22,})'/.exec(rules['script-src'] ?? '') ?? [];
            expect(rules['script-src']).toBe(`script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`);
            expect(rules['style-src']).not.toContain('unsafe-inline');
            expect(policy).not.toMatch(/unsafe-eval|\*|http:/);
            expect(rules['object-src']).toBe("object-src 'none'");
            expect(rules['base-uri']).toBe("base-uri 'none'");
            expect(rules['form-action']).toBe("form-action 'self'");
            expect(policy.includes('upgrade-insecure-requests')).toBe(served === secure);
            for (const [, tag = ''] of answer.text.matchAll(/<(?:script|style)([^>]*)>/g)) {
              expect([pattern, tag.includes(`nonce="${nonce}"`)]).toEqual([pattern, true]);
            }
            expect(answer.text).not.toMatch(/<[^>]+ on[a-z]+="/);
            nonces.add(nonce);
          }
        }
        expect(nonces.size).toBe(shown);
        expect(shown).toBeGreaterThan(5);
      }
    });

    row('takes no nonce and no policy from whoever asks', async ({ web }) => {
      const answer = await ask(web, '/login', {
        headers: { 'x-nonce': 'planted', 'content-security-policy': "script-src 'nonce-planted' *" },
      });
      expect(answer.text).not.toContain('planted');
      expect(answer.headers['content-security-policy']).not.toContain('planted');
    });
  });
}

import { NextRequest } from 'next/server';
import { expect, test } from 'vitest';
import { languageChoice, themeChoice } from '#lib/browser-choices.ts';
import { changePreferences } from '#lib/identity/preferences.ts';
import { proxy } from '../../../proxy.tsx';
import { withRedis } from '../sessions/session-helpers.ts';
import { headersOf, newPerson, signedIn } from '../sign-in/sign-in-helpers.ts';

withRedis();

/** What the gate hands to the page: Next shows it on the way. */
async function told(path: string, headers: Headers, method = 'GET') {
  const { headers: given } = await proxy(
    new NextRequest(`http://localhost:8080${path}`, { method, headers }),
  );
  return {
    language: given.get('x-middleware-request-x-redisbank-language'),
    hidden: given.get('x-middleware-request-x-redisbank-amounts-hidden') !== null,
    theme: given.get('x-middleware-request-x-redisbank-theme'),
  };
}

type Choice = { cookieName: () => string };

const withCookie = (headers: Headers, value: string, { cookieName }: Choice = languageChoice) => {
  const more = new Headers(headers);
  more.set('cookie', [headers.get('cookie'), `${cookieName()}=${value}`].filter(Boolean).join('; '));
  return more;
};

test('the preference of who is signed in goes before the choice in the browser, and that before what it asks for', async () => {
  const person = await newPerson();
  const { headers } = await signedIn(person);
  headers.set('accept-language', 'de-AT,en;q=0.5');
  for (const method of ['GET', 'HEAD', 'POST']) {
    expect(await told('/overview', headers, method)).toEqual({
      language: 'de',
      hidden: false,
      theme: 'system',
    });
  }
  expect(await told('/overview', withCookie(headers, 'en'))).toMatchObject({ language: 'en' });
  expect(await told('/overview', withCookie(headers, 'dark', themeChoice))).toMatchObject({ theme: 'dark' });
  await changePreferences(person.user, { language: 'en', hideAmounts: true });
  for (const method of ['GET', 'POST']) {
    expect(await told('/overview', headers, method)).toEqual({
      language: 'en',
      hidden: true,
      theme: 'system',
    });
  }
  expect(await told('/overview', withCookie(headers, 'de'))).toEqual({
    language: 'en',
    hidden: true,
    theme: 'system',
  });
  expect(await told('/overview', withCookie(headers, 'xx'))).toMatchObject({ language: 'en' });
});

test('an anonymous visitor is answered in the language of the browser or of the cookie, and gets none', async () => {
  const german = headersOf({ 'accept-language': 'de' });
  expect(await told('/login', german)).toEqual({ language: 'de', hidden: false, theme: 'system' });
  expect(await told('/login', withCookie(german, 'en'))).toEqual({
    language: 'en',
    hidden: false,
    theme: 'system',
  });
  const response = await proxy(new NextRequest('http://localhost:8080/login', { headers: german }));
  expect(response.headers.getSetCookie()).toEqual([]);
});

test('the theme is that of who is signed in, and on nobody’s pages the browser’s, at the first paint', async () => {
  const person = await newPerson();
  const { headers } = await signedIn(person);
  await changePreferences(person.user, { theme: 'dark' });
  expect(await told('/overview', headers)).toMatchObject({ theme: 'dark' });
  expect(await told('/overview', withCookie(headers, 'light', themeChoice))).toMatchObject({
    theme: 'dark',
  });
  expect(await told('/overview', withCookie(headers, 'xx', themeChoice))).toMatchObject({ theme: 'dark' });
  expect(await told('/login', withCookie(headersOf({}), 'light', themeChoice))).toMatchObject({
    theme: 'light',
  });
});

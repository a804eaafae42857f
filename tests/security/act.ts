/** Server actions called by hand, as a script of the page does and as a form without any script. */

import { addressOf } from '#tests/setup/endpoints.ts';
import type { Asked } from './ask.ts';
import type { Action, Page } from './pages-and-actions.ts';

type Fields = Record<string, string>;
const BOUNDARY = 'redisbank-matrix';

/** As the page's script calls it, with `args` as React writes plain data. */
export const byScript = ({ id }: Action, args: unknown[] = [], headers: Fields = {}): Asked => ({
  method: 'POST',
  headers: { 'next-action': id, 'content-type': 'text/plain;charset=UTF-8', ...headers },
  body: JSON.stringify(args),
});

/** As the page's script calls it with a form, `before` being what `useActionState` passes first. */
export function byScriptWithForm(
  { id }: Action,
  fields: Fields,
  headers: Fields = {},
  before?: object,
): Asked {
  const args = before === undefined ? ['$K1'] : [before, '$K1'];
  const named = Object.entries(fields).map(([name, value]) => [`_1_${name}`, value] as const);
  return multipart([...named, ['0', JSON.stringify(args)]], { 'next-action': id, ...headers });
}

/** As a browser sends the form before any script has run. */
export const byForm = ({ id }: Action, fields: Fields = {}, headers: Fields = {}): Asked =>
  multipart([[`$ACTION_ID_${id}`, ''], ...Object.entries(fields)], headers);

function multipart(parts: (readonly [name: string, value: string])[], headers: Fields): Asked {
  const body = parts.map(
    ([name, value]) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return {
    method: 'POST',
    headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}`, ...headers },
    body: `${body.join('')}--${BOUNDARY}--\r\n`,
  };
}

/** The body of a form as it is written, its boundary and all. */
export const formOf = (text: string): string =>
  text.replaceAll('--x', `--${BOUNDARY}`).replaceAll('\n', '\r\n');

export const addressOfPage = ({ pattern }: Page): string => addressOf(pattern);

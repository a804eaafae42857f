import Link from 'next/link';
import { classes } from '#app/_kit/class-names.ts';
import { fill } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import { CardLabel } from '#app/(staff)/_shared/card-label.tsx';
import { named } from '#app/(staff)/_shared/names.ts';
import { consoleHref } from '#app/(staff)/staff/(sessions)/_query/address.ts';
import { useConsole } from '#app/(staff)/staff/(sessions)/use-console.ts';
import { STEP_UP_MS } from '#lib/sessions/policy.ts';
import type { FoundSession } from '#lib/staff/session-search.ts';
import { ago } from './ago.ts';
import { useDescribed } from './use-described.ts';
import type { RowState } from './use-live-sessions.ts';

type Props = {
  row: FoundSession;
  state: RowState;
  chosen: boolean;
  onChoose: (on: boolean) => void;
};

/** One session: a row of the table, and a card of the same parts on a phone. */
export function SessionRow({ row, state, chosen, onChoose }: Props) {
  const { words, query, rights, now, beginEnding } = useConsole();
  const described = useDescribed()(row);
  const { browser: device, when: signedIn } = described;
  const choosing = rights.ends.length > 0;
  const over = state === 'over';
  const mayEnd = rights.ends.includes(row.role);
  // What cannot be done any more leaves its place empty: rows keep their heights.
  const gone = over && 'invisible';
  const format = useFormat();
  const confirmed = row.stepUpAt > now - STEP_UP_MS;
  return (
    <tr
      data-sid={row.sid}
      data-user={row.username}
      data-state={state}
      className={classes(
        'border-line max-lg:relative max-lg:flex max-lg:flex-wrap max-lg:items-baseline max-lg:content-start max-lg:gap-x-3 max-lg:gap-y-0.5 max-lg:rounded-card max-lg:border max-lg:py-2 max-lg:pr-4 lg:border-b',
        choosing ? 'max-lg:pl-12' : 'max-lg:pl-4',
        over && 'text-ink-soft',
        state === 'new' && 'arriving',
        chosen && !over ? 'bg-tint' : 'max-lg:bg-raised lg:hover:bg-sunken',
      )}
    >
      {choosing && (
        <td className="max-lg:absolute max-lg:top-2 max-lg:left-0.5 lg:w-11">
          {mayEnd ? (
            <label
              className={classes('flex min-h-11 min-w-11 items-center justify-center lg:min-h-10', gone)}
            >
              <span className="sr-only">
                {fill(words.choose, { name: row.username, device, when: signedIn })}
              </span>
              <input
                type="checkbox"
                className="size-5"
                checked={chosen && !over}
                disabled={over}
                onChange={(event) => onChoose(event.target.checked)}
              />
            </label>
          ) : (
            <span className="sr-only">{words.notYours}</span>
          )}
        </td>
      )}
      <th scope="row" className="text-left font-normal max-lg:grow lg:px-2">
        <Link
          href={consoleHref({ ...query, username: row.username })}
          prefetch={false}
          scroll={false}
          aria-label={fill(words.onlyUser, { name: row.username })}
          className="text-link inline-flex min-h-11 items-center font-strong max-lg:text-body lg:min-h-9"
        >
          {row.username}
        </Link>
        {state !== 'known' && (
          <span
            className={classes('ml-2 rounded-full px-2 py-0.5', state === 'new' ? 'bg-tint' : 'bg-sunken')}
          >
            {words[STATES[state]]}
          </span>
        )}
        {row.role !== 'user' && (
          <span className="ml-2 rounded-full bg-sunken px-2 py-0.5 whitespace-nowrap text-ink-soft">
            {named(words.roles, row.role)}
          </span>
        )}
      </th>
      <td className={classes(CELL, 'max-lg:order-2 max-lg:basis-full')}>
        {device}
        <span className="text-ink-soft">
          {[named(words.kinds, row.kind), row.transport === 'bearer' && words.bearer]
            .filter((part) => part && part !== device)
            .map((part) => ` · ${part}`)}
        </span>
      </td>
      <td className={classes(CELL, 'max-lg:order-3 max-lg:grow')}>{row.address}</td>
      <td className={classes(CELL, 'figures max-lg:order-4')}>
        <CardLabel>{words.signedIn}</CardLabel>
        {signedIn}
      </td>
      <td className={classes(CELL, 'figures max-lg:order-1')}>
        <CardLabel>{words.lastActive}</CardLabel>
        {ago(words, row.lastActiveAt, now)}
      </td>
      {confirmed ? (
        <td className={classes(CELL, 'figures max-lg:order-5 max-lg:basis-full')}>
          <CardLabel>{words.stepUp}</CardLabel>
          {format.time(row.stepUpAt)}
        </td>
      ) : (
        <td className={classes(CELL, 'text-ink-soft max-lg:hidden')}>{words.notConfirmed}</td>
      )}
      {choosing && (
        <td className="max-lg:order-6 max-lg:basis-full lg:px-2 lg:text-right">
          {mayEnd && (
            <button
              type="button"
              disabled={over}
              className={classes('text-link min-h-11 whitespace-nowrap lg:min-h-9', gone)}
              aria-label={fill(words.endThisOf, { name: row.username, device, when: signedIn })}
              onClick={() => beginEnding({ kind: 'chosen', sessions: [described] })}
            >
              {words.endThis}
            </button>
          )}
        </td>
      )}
    </tr>
  );
}

/** What is said of a session that is not as it was drawn. */
const STATES = { new: 'isNew', unmatched: 'unmatched', over: 'isOver' } as const;

const CELL = 'lg:px-2 lg:py-1.5';

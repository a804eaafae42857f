'use client';
import { plural } from '#app/_words/catalogue.ts';
import { useFormat, useWords } from '#app/_words/context.tsx';
import type { Draft } from '#app/(staff)/staff/(sessions)/_query/address.ts';
import type { FoundSession } from '#lib/staff/session-search.ts';
import { SessionRow } from './session-row.tsx';

/** A dense table; on a phone the same rows as cards. Rows can be chosen where `ends` names a role. */
export function SessionTable({
  rows,
  asked,
  ends,
  now,
  chosen,
  onChoose,
  onEnd,
}: {
  rows: readonly FoundSession[];
  asked: Draft;
  /** Roles whose sessions may be ended. */
  ends: readonly string[];
  now: number;
  chosen: ReadonlySet<string>;
  onChoose: (sids: readonly string[], on: boolean) => void;
  onEnd: (row: FoundSession, device: string) => void;
}) {
  const words = useWords('staff');
  const heads = [words.device, words.addressHead, words.signedIn, words.lastActive, words.stepUp];
  return (
    <table className="w-full border-collapse text-small max-lg:block">
      <caption className="sr-only">{words.list}</caption>
      <thead className="max-lg:sr-only">
        <tr className="border-b border-line text-left text-ink-soft">
          {ends.length > 0 && (
            <td className="w-11">
              <span className="sr-only">{words.bulk}</span>
            </td>
          )}
          {[words.user, ...heads].map((head) => (
            <th key={head} scope="col" className="px-2 py-2 font-normal">
              {head}
            </th>
          ))}
          {ends.length > 0 && (
            <td>
              <span className="sr-only">{words.endThis}</span>
            </td>
          )}
        </tr>
      </thead>
      <tbody className="max-lg:grid max-lg:gap-2 sm:max-lg:grid-cols-2">
        {rows.map((row) => (
          <SessionRow
            key={row.sid}
            row={row}
            asked={asked}
            now={now}
            choosing={ends.length > 0}
            mayEnd={ends.includes(row.role)}
            chosen={chosen.has(row.sid)}
            onChoose={(on) => onChoose([row.sid], on)}
            onEnd={(device) => onEnd(row, device)}
          />
        ))}
      </tbody>
    </table>
  );
}

/** How many there are, of when, and one tick for all that may be chosen. */
export function TableHead({
  total,
  now,
  choosable,
  allChosen,
  onChooseAll,
  onRefresh,
}: {
  total: number;
  now: number;
  choosable: number;
  allChosen: boolean;
  onChooseAll: (on: boolean) => void;
  onRefresh: () => void;
}) {
  const words = useWords('staff');
  const format = useFormat();
  const [before = '', after = ''] = words.asOf.split('{time}');
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 px-1 lg:px-0">
      <p role="status" data-testid="found" data-total={total} className="font-strong">
        {plural(format.locale, words.found, total)}
      </p>
      <p className="text-small text-ink-soft">
        {before}
        <time dateTime={new Date(now).toISOString()} className="figures">
          {format.timeWithSeconds(now)}
        </time>
        {after}
        <button
          type="button"
          onClick={onRefresh}
          className="text-link ml-2 inline-flex min-h-11 items-center"
        >
          {words.refresh}
        </button>
      </p>
      {choosable > 0 && (
        <label className="ml-auto flex min-h-11 items-center gap-2 text-small">
          <input
            type="checkbox"
            className="size-5"
            checked={allChosen}
            onChange={(event) => onChooseAll(event.target.checked)}
          />
          {words.chooseAll}
        </label>
      )}
    </div>
  );
}

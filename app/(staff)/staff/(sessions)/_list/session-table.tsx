import type { ReactNode } from 'react';
import type { Draft } from '#app/(staff)/staff/(sessions)/_query/address.ts';
import type { FoundSession } from '#lib/staff/session-search.ts';
import { SessionRow } from './session-row.tsx';

/** A dense table; on a phone the same rows as cards. Rows can be chosen where `ends` names a role. */
export function SessionTable({
  headings,
  rows,
  query,
  ends,
  now,
  chosen,
  onChoose,
  onEnd,
}: {
  headings: ReactNode;
  rows: readonly FoundSession[];
  query: Draft;
  /** Roles whose sessions may be ended. */
  ends: readonly string[];
  now: number;
  chosen: ReadonlySet<string>;
  onChoose: (sids: readonly string[], on: boolean) => void;
  onEnd: (row: FoundSession, device: string) => void;
}) {
  return (
    <table className="w-full border-collapse text-small max-lg:block">
      {headings}
      <tbody className="max-lg:grid max-lg:gap-2 sm:max-lg:grid-cols-2">
        {rows.map((row) => (
          <SessionRow
            key={row.sid}
            row={row}
            query={query}
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

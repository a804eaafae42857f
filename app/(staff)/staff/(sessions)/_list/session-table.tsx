import { useConsole } from '#app/(staff)/staff/(sessions)/use-console.ts';
import type { FoundSession } from '#lib/staff/session-search.ts';
import { SessionRow } from './session-row.tsx';
import type { RowState } from './use-live-sessions.ts';

type Props = {
  rows: readonly FoundSession[];
  chosen: ReadonlySet<string>;
  onChoose: (sids: readonly string[], on: boolean) => void;
  stateOf: (row: FoundSession) => RowState;
};

/** A dense table; on a phone the same rows as cards. Rows can be chosen by who may end sessions of some role. */
export function SessionTable({ rows, chosen, onChoose, stateOf }: Props) {
  const { words, rights } = useConsole();
  const heads = [words.user, words.device, words.addressHead, words.signedIn, words.lastActive, words.stepUp];
  const choosing = rights.ends.length > 0;
  return (
    <table className="w-full border-collapse text-small max-lg:block">
      <caption className="sr-only">{words.list}</caption>
      <thead className="max-lg:sr-only">
        <tr className="border-b border-line text-left text-ink-soft">
          {choosing && (
            <td className="w-11">
              <span className="sr-only">{words.bulk}</span>
            </td>
          )}
          {heads.map((head) => (
            <th key={head} scope="col" className="px-2 py-2 font-normal">
              {head}
            </th>
          ))}
          {choosing && (
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
            state={stateOf(row)}
            chosen={chosen.has(row.sid)}
            onChoose={(on) => onChoose([row.sid], on)}
          />
        ))}
      </tbody>
    </table>
  );
}

/** How the lens writes what was seen, on the page and of what is asked later. */
import type { Seen } from '#lib/redis/recorder.ts';

export type Row = Omit<Seen, 'card'>;

const sizeText = (bytes: number): string => (bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`);

/** Command, time, size and what it was about; `cache` says that a copy spared the command. */
export const cellsOf = (
  { command, about, ms, bytes }: Row,
  cache: string,
): [string, string, string, string] =>
  ms === null ? [cache, '', '', about] : [command, `${ms.toFixed(2)} ms`, sizeText(bytes), about];

/** How many commands were sent, and what came back. */
export function sumOf(rows: readonly Row[]): string {
  const sent = rows.filter(({ ms }) => ms !== null);
  return `× ${sent.length}, ${sizeText(sent.reduce((sum, { bytes }) => sum + bytes, 0))}`;
}

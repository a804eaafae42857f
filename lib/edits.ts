/**
 * Edits between what was typed and what was meant: a letter too many, missing or wrong, or two neighbours swapped (optimal
 * string alignment). Texts are folded: 16 bits a letter. Pure and browser-safe.
 */

/** Longer than any search or name; the rows are reused, since a search measures thousands of words. */
const LONGEST = 256;
const ROWS = [new Uint8Array(LONGEST + 2), new Uint8Array(LONGEST + 2), new Uint8Array(LONGEST + 2)] as const;

/**
 * The fewest edits that make `typed` a beginning of `word`, or `maxEdits + 1` when it takes more than `maxEdits`.
 * O(typed · maxEdits).
 */
export function editsToBegin(typed: string, word: string, maxEdits: number): number {
  if (word.startsWith(typed)) return 0;
  let best = maxEdits + 1;
  const row = lastRow(typed, word, maxEdits);
  if (!row) return best;
  // A beginning of the word is enough: the rest is not typed yet.
  const width = Math.min(word.length, typed.length + maxEdits);
  for (let at = Math.max(0, typed.length - maxEdits); at <= width; at++) best = Math.min(best, cell(row, at));
  return best;
}

/** The fewest edits that make `one` the whole of `other`, or `maxEdits + 1` when it takes more. O(one · maxEdits). */
export function editsBetween(one: string, other: string, maxEdits: number): number {
  if (one === other) return 0;
  const row = Math.abs(one.length - other.length) > maxEdits ? null : lastRow(one, other, maxEdits);
  return row ? Math.min(cell(row, other.length), maxEdits + 1) : maxEdits + 1;
}

/**
 * By the letters of `word`, the edits that all of `typed` takes up to there; null when each takes more than `maxEdits`.
 * Filled near the diagonal alone, since a cell further away takes more.
 */
function lastRow(typed: string, word: string, maxEdits: number): Uint8Array | null {
  const tooMany = maxEdits + 1;
  const length = typed.length;
  if (maxEdits === 0 || word.length + maxEdits < length || length + maxEdits > LONGEST) return null;
  if (maxEdits === 1 && length > 1 && beginsElsewhere(typed, word)) return null;
  const width = Math.min(word.length, length + maxEdits);
  let [before, last, now]: [Uint8Array, Uint8Array, Uint8Array] = [ROWS[0], ROWS[1], ROWS[2]];
  for (let at = 0; at <= maxEdits + 1; at++) last[at] = at;
  for (let row = 1; row <= length; row++) {
    const [from, to] = [Math.max(1, row - maxEdits), Math.min(width, row + maxEdits)];
    const [letter, previous] = [typed.charCodeAt(row - 1), typed.charCodeAt(row - 2)];
    now[from - 1] = from === 1 ? row : tooMany;
    let best = from === 1 ? row : tooMany;
    for (let at = from; at <= to; at++) {
      const other = word.charCodeAt(at - 1);
      let edits = cell(last, at - 1) + (letter === other ? 0 : 1);
      edits = Math.min(edits, cell(last, at) + 1, cell(now, at - 1) + 1);
      if (row > 1 && at > 1 && letter === word.charCodeAt(at - 2) && previous === other) {
        edits = Math.min(edits, cell(before, at - 2) + 1);
      }
      now[at] = edits;
      if (edits < best) best = edits;
    }
    // The next row looks one cell beyond what this one filled.
    now[to + 1] = tooMany;
    if (best > maxEdits) return null;
    [before, last, now] = [last, now, before];
  }
  return last;
}

/** Whether the first two letters already take more than one edit, as in most words. */
function beginsElsewhere(typed: string, word: string): boolean {
  const [one, two] = [typed.charCodeAt(0), typed.charCodeAt(1)];
  const [first, second] = [word.charCodeAt(0), word.charCodeAt(1)];
  return one !== first && two !== second && one !== second && two !== first;
}

const cell = (row: Uint8Array, at: number): number => row[at] ?? 0;

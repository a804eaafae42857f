/** The reference of an entry, as people read it to each other. Browser-safe. */

/** Crockford's base 32: no I, L, O or U, which are misread. */
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUP = 4;

/** At least `length` signs, of a whole number. */
function inSigns(whole: number, length: number): string {
  let text = '';
  for (let left = whole; left > 0; left = Math.floor(left / SIGNS.length))
    text = SIGNS[left % SIGNS.length] + text;
  return text.padStart(length, '0');
}

/** FNV-1a, 20 bits of it. */
function signOf(account: string): number {
  let hash = 0x811c9dc5;
  for (const character of account) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0) % SIGNS.length ** GROUP;
}

/**
 * `K7QF-02GA`: four signs that tell the account and four, or more after a million entries, that are `seq`. The same
 * entry always has the same one, and no two of an account share one.
 */
export const referenceOf = ({ account, seq }: { account: string; seq: number }): string =>
  `${inSigns(signOf(account), GROUP)}-${inSigns(seq, GROUP)}`;

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

/** With or without the dash, in any case; what Crockford's signs are misread as is read as them. */
const WRITTEN = new RegExp(`^([${SIGNS}]{${GROUP}})[-‐–]?([${SIGNS}]{${GROUP},10})$`);

/** The seq of the entry of an account that such a text names; null for a text that names none of it. */
export function seqOfReference(text: string, account: string): number | null {
  const plain = text.trim().toUpperCase().replace(/[IL]/g, '1').replace(/O/g, '0');
  const [, sign, seq] = WRITTEN.exec(plain) ?? [];
  if (seq === undefined || sign !== inSigns(signOf(account), GROUP)) return null;
  return [...seq].reduce((number, letter) => number * SIGNS.length + SIGNS.indexOf(letter), 0);
}

export const isReferenceOf = (text: string, { account, seq }: { account: string; seq: number }): boolean =>
  seqOfReference(text, account) === seq;

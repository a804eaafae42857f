/**
 * Rules for new passwords: long and not common. No composition rules and no expiry, which make passwords worse (NIST
 * SP 800-63B 3.1.1.2, OWASP ASVS 5.0 V6.2).
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { BankError } from '#lib/errors.ts';
import { once } from '#lib/once.ts';

const PASSWORD_CHARS = { min: 12, max: 128 } as const;

/**
 * The 12,000 most common passwords of 12 characters or more, in lower case, most common first, from
 * danielmiessler/SecLists (MIT). Read on the first use.
 */
const common = () =>
  once('auth.commonPasswords', () => {
    const text = readFileSync(
      path.join(/* turbopackIgnore: true */ process.cwd(), 'lib/identity/common-passwords.txt'),
      'utf8',
    );
    return new Set(text.split('\n').filter(Boolean));
  });

export type PasswordFault = 'too_short' | 'too_long' | 'common' | 'like_username' | 'unchanged';

const folded = (text: string) => text.normalize('NFKC').toLowerCase();

/** Throws `bad_request` with the fault of `next`. */
export function requireGoodPassword(next: string, known: { username: string; current: string }): void {
  const fault = passwordFault(next, known);
  if (fault === null) return;
  throw new BankError('bad_request', 'This cannot be the new password.', { fields: { next: fault } });
}

/** Why a password is refused, or null. Characters are code points, not bytes. */
export function passwordFault(
  next: string,
  { username, current }: { username: string; current: string },
): PasswordFault | null {
  const chars = [...next.normalize('NFKC')].length;
  if (chars < PASSWORD_CHARS.min) return 'too_short';
  if (chars > PASSWORD_CHARS.max) return 'too_long';
  if (next.normalize('NFKC') === current.normalize('NFKC')) return 'unchanged';
  const text = folded(next);
  // `bobbobbobbob` and the bank's own name are the first guesses for this very customer.
  if (text.replaceAll(username, '').replaceAll('redisbank', '').length < PASSWORD_CHARS.min / 2) {
    return 'like_username';
  }
  return common().has(text) ? 'common' : null;
}

/**
 * What a session without a fresh step-up sees of sensitive details: enough to tell one's own apart, too little to use
 * elsewhere. Pure.
 */
const DOTS = '••••';
const DIGITS_SHOWN = 4;

/** `1580783161` → `•••• 3161`. A number of which the last four would be half or more shows none. */
export const maskNumber = (number: string): string =>
  number.length > 2 * DIGITS_SHOWN ? `${DOTS} ${number.slice(-DIGITS_SHOWN)}` : DOTS;

/** `bob@example.com` → `b•••@example.com`. Of a name of one letter nothing is shown. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  const [first = '', ...more] = email.slice(0, Math.max(at, 0));
  return at < 0 ? '•••' : `${more.length > 0 ? first : ''}•••${email.slice(at)}`;
}

/** Of a day of birth nothing is shown: a year or a month are most of what an impostor would be asked for. */
export const maskDay = (_day: string): string => DOTS;

/** Whether this is what is left of something. */
export const isMasked = (text: string): boolean => text.includes('•••');

/**
 * Masks sensitive details for sessions without a fresh step-up: enough to tell one's own apart, too little to use.
 * Pure.
 */
const DOTS = '••••';
const DIGITS_SHOWN = 4;

/** `1580783161` → `•••• 3161`; short numbers show nothing. */
export const maskNumber = (number: string): string =>
  number.length > 2 * DIGITS_SHOWN ? `${DOTS} ${number.slice(-DIGITS_SHOWN)}` : DOTS;

/** `bob@example.com` → `b•••@example.com`; a name of one letter shows nothing. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  const [first = '', ...more] = email.slice(0, Math.max(at, 0));
  return at < 0 ? '•••' : `${more.length > 0 ? first : ''}•••${email.slice(at)}`;
}

/** Shows nothing: a year or a month is most of what an impostor would be asked. */
export const maskDay = (_day: string): string => DOTS;

/** Whether a text is masked. */
export const isMasked = (text: string): boolean => text.includes('•••');

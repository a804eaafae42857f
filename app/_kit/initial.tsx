import { classes } from './class-names.ts';

/** Written out, so that Tailwind finds each of them. */
const TINTS = [
  'bg-initial-1',
  'bg-initial-2',
  'bg-initial-3',
  'bg-initial-4',
  'bg-initial-5',
  'bg-initial-6',
] as const;

/** The same name always has the same tint, on every device: a small sum of its code points, no state. */
function tintOf(name: string): string {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return TINTS[sum % TINTS.length] ?? TINTS[0];
}

const firstLetter = (name: string): string => /[\p{L}\p{N}]/u.exec(name)?.[0].toUpperCase() ?? '·';

export const Initial = ({ name, large = false }: { name: string; large?: boolean }) => (
  <span
    aria-hidden="true"
    className={classes(
      'flex shrink-0 items-center justify-center rounded-full font-strong',
      large ? 'size-14 text-large' : 'size-10',
      tintOf(name),
    )}
  >
    {firstLetter(name)}
  </span>
);

/** The conditions of a question, each a chip. */
import type { ComponentProps, ReactNode } from 'react';
import { classes } from '#app/_kit/class-names.ts';
import { SelectField } from '#app/(staff)/_shared/fields.tsx';
import type { Option } from '#app/(staff)/_shared/options.ts';
import type { Draft } from './address.ts';

export type Condition = Exclude<keyof Draft, 'q'>;

/** A condition that is set, or that can be. */
export const CHIP =
  'flex min-h-11 items-center rounded-full border border-edge px-3 text-small hover:bg-sunken lg:min-h-9 cursor-pointer list-none';

/** Fields of one choice among few. */
export function selects<Name extends Condition>(
  of: Record<Name, readonly [label: string, options: Option[]]>,
  chosen: (name: Condition) => { any: string } & ComponentProps<'select'>,
) {
  return Object.fromEntries(
    (Object.entries(of) as [Name, readonly [string, Option[]]][]).map(([name, [label, options]]) => [
      name,
      { label, options, field: <SelectField label={label} {...chosen(name)} options={options} /> },
    ]),
  ) as Record<Name, { label: string; options: Option[]; field: ReactNode }>;
}

/** Takes a condition off, or all of them. */
export function Taken(link: { href: string; onTake: () => void; plain?: boolean; children: ReactNode }) {
  return (
    <a
      href={link.href}
      onClick={(event) => {
        event.preventDefault();
        link.onTake();
      }}
      className={
        link.plain
          ? 'text-link flex min-h-11 items-center px-1 text-small lg:min-h-9'
          : classes(CHIP, 'bg-sunken')
      }
    >
      <span className="[overflow-wrap:anywhere]">{link.children}</span>
    </a>
  );
}

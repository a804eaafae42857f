/** The fields of staff's questions, for forms with state and for plain ones alike. */
import { type ComponentProps, type ReactNode, useId } from 'react';
import { classes } from '#app/_kit/class-names.ts';
import type { Option } from './options.ts';

/** Names and numbers are typed: nothing is to be completed or corrected. */
export const TYPED = {
  autoComplete: 'off',
  autoCapitalize: 'none',
  autoCorrect: 'off',
  spellCheck: false,
  maxLength: 64,
} as const;

const Labelled = (field: { id: string; label: string; wide?: boolean; children: ReactNode }) => (
  <div className={classes('min-w-0', field.wide && 'max-sm:col-span-2')}>
    <label htmlFor={field.id} className="mb-1 block truncate text-small text-ink-soft">
      {field.label}
    </label>
    {field.children}
  </div>
);

export function TextField({
  label,
  suggested,
  fault,
  ...input
}: ComponentProps<'input'> & { label: string; suggested?: readonly string[]; fault?: string }) {
  const id = useId();
  return (
    <Labelled id={id} label={label}>
      <input
        id={id}
        type="text"
        list={suggested && `${id}-list`}
        {...TYPED}
        {...input}
        aria-invalid={fault ? true : undefined}
        aria-describedby={fault && `${id}-fault`}
        className="field !px-2.5"
      />
      {fault && (
        <p id={`${id}-fault`} role="alert" className="mt-1 text-small text-danger">
          {fault}
        </p>
      )}
      {suggested && (
        <datalist id={`${id}-list`}>
          {suggested.map((text) => (
            <option key={text} value={text} />
          ))}
        </datalist>
      )}
    </Labelled>
  );
}

/** `any` is what no choice is called; what is `wide` has a phone's line to itself, since its choices are long. */
export function SelectField({
  label,
  any,
  options,
  wide,
  ...select
}: ComponentProps<'select'> & { label: string; any: string; options: readonly Option[]; wide?: boolean }) {
  const id = useId();
  return (
    <Labelled id={id} label={label} wide={wide}>
      <select id={id} {...select} className="field !pl-2.5">
        <option value="">{any}</option>
        {options.map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

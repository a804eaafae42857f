import { type ReactNode, useId } from 'react';
import { classes } from '#app/_kit/class-names.ts';
import type { Option } from '#app/(staff)/_shared/options.ts';
import { useConsoleWords } from '#app/(staff)/staff/(sessions)/use-console-words.ts';

type Field = { label: string; name: string; value: string; onChange: (value: string) => void };

const Labelled = ({
  id,
  label,
  wide = false,
  children,
}: {
  id: string;
  label: string;
  wide?: boolean;
  children: ReactNode;
}) => (
  <div className={classes('min-w-0', wide && 'max-sm:col-span-2')}>
    <label htmlFor={id} className="mb-1 block truncate text-small text-ink-soft">
      {label}
    </label>
    {children}
  </div>
);

export function TextField({
  label,
  name,
  value,
  onChange,
  pattern,
  suggested,
}: Field & { pattern?: string; suggested?: readonly string[] }) {
  const id = useId();
  return (
    <Labelled id={id} label={label}>
      <input
        id={id}
        type="text"
        name={name}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        pattern={pattern}
        list={suggested && `${id}-list`}
        autoComplete="off"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        maxLength={64}
        className="field !px-2.5"
      />
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

export function SelectField({
  label,
  name,
  value,
  onChange,
  options,
  wide = false,
}: Field & {
  options: readonly Option[];
  /** What can be chosen is long: it has a phone's line to itself. */
  wide?: boolean;
}) {
  const { any } = useConsoleWords();
  const id = useId();
  return (
    <Labelled id={id} label={label} wide={wide}>
      <select
        id={id}
        name={name}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="field !pl-2.5"
      >
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

'use client';
import { type ReactNode, useId } from 'react';
import { useWords } from '#app/_ui/messages/context.tsx';
import type { Option } from './options.ts';

type Field = { label: string; name: string; value: string; onChange: (value: string) => void };

const Labelled = ({ id, label, children }: { id: string; label: string; children: ReactNode }) => (
  <div className="min-w-0">
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
}: Field & { options: readonly Option[] }) {
  const { any } = useWords('staff');
  const id = useId();
  return (
    <Labelled id={id} label={label}>
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

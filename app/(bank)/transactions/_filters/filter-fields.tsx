'use client';
import { type ReactNode, useId } from 'react';
import { classes } from '#app/_kit/class-names.ts';
import { useWords } from '#app/_words/context.tsx';
import type { Draft, Faults, Field } from './filter-draft.ts';
import { type Period, PRESETS, periodOf, presetOf } from './periods.ts';

/** For a form without script; with it, more ways to write an amount are understood. */
const PLAIN_AMOUNT = String.raw`\d{1,12}([.,]\d{1,2})?`;

/** The conditions of a filter as fields with the names of the API, so that a plain form sends the same address. */
export function FilterFields({
  draft,
  faults,
  today,
  names,
  presetHref,
  onChange,
  onLeave,
}: {
  draft: Draft;
  faults: Faults;
  /** The bank's day. */
  today: string;
  /** Counterparties to choose from. */
  names: readonly string[];
  /** In a form without script a preset is a link. */
  presetHref?: (period: Period) => string;
  onChange: (change: Partial<Draft>) => void;
  onLeave?: (field: Field) => void;
}) {
  const words = useWords('filters');
  const { presets } = useWords('transactions');
  const types = useWords('types');
  const listId = useId();
  const chosen = presetOf(draft, today);
  const input = (name: Field) => ({
    name,
    value: draft[name],
    onChange: (event: { target: { value: string } }) => onChange({ [name]: event.target.value }),
    onBlur: () => onLeave?.(name),
  });
  const fault = (name: Field) => {
    const code = faults[name];
    return code && words.faults[code];
  };
  return (
    <>
      {draft.category && <input type="hidden" name="category" value={draft.category} />}
      <fieldset>
        <legend className="mb-2 font-strong">{words.period}</legend>
        <ul className="mb-3 flex flex-wrap gap-2">
          {PRESETS.map((preset) => {
            const look = classes(
              'flex min-h-11 items-center rounded-full border px-4',
              preset === chosen ? 'border-ink bg-ink text-paper' : 'border-edge hover:bg-sunken',
            );
            const period = periodOf(preset, today);
            return (
              <li key={preset}>
                {presetHref ? (
                  <a className={look} href={presetHref(period)}>
                    {presets[preset]}
                  </a>
                ) : (
                  <button
                    type="button"
                    className={look}
                    aria-pressed={preset === chosen}
                    onClick={() => onChange(preset === chosen ? { from: '', to: '' } : period)}
                  >
                    {presets[preset]}
                  </button>
                )}
              </li>
            );
          })}
        </ul>
        <div className="grid grid-cols-[repeat(auto-fit,minmax(9rem,1fr))] gap-3">
          <Labelled label={words.from} fault={fault('from')}>
            {(told) => <input type="date" min="1970-01-01" max="2999-12-31" {...input('from')} {...told} />}
          </Labelled>
          <Labelled label={words.to} fault={fault('to')}>
            {(told) => <input type="date" min="1970-01-01" max="2999-12-31" {...input('to')} {...told} />}
          </Labelled>
        </div>
      </fieldset>
      <fieldset>
        <legend className="mb-2 font-strong">{words.amount}</legend>
        <div className="grid grid-cols-2 gap-3">
          {(['min', 'max'] as const).map((name) => (
            <Labelled key={name} label={words[name]} fault={fault(name)}>
              {(told) => (
                <input
                  type="text"
                  inputMode="decimal"
                  autoComplete="off"
                  maxLength={20}
                  pattern={PLAIN_AMOUNT}
                  placeholder={words.noAmount}
                  {...input(name)}
                  {...told}
                />
              )}
            </Labelled>
          ))}
        </div>
      </fieldset>
      <fieldset>
        <legend className="mb-2 font-strong">{words.direction}</legend>
        <div className="grid grid-cols-3 rounded-field border border-edge">
          {(['', 'in', 'out'] as const).map((value) => (
            <label
              key={value}
              className="flex min-h-11 items-center justify-center rounded-[calc(var(--radius-field)-1px)] px-1 text-center has-checked:bg-ink has-checked:text-paper has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
            >
              <input
                type="radio"
                className="sr-only"
                {...input('direction')}
                value={value}
                checked={draft.direction === value}
              />
              {words.directions[value === '' ? 'both' : value]}
            </label>
          ))}
        </div>
      </fieldset>
      <div className="grid gap-4 sm:grid-cols-2 sm:gap-3">
        <Labelled label={words.type} strong>
          {(told) => (
            <select {...input('type')} {...told}>
              <option value="">{words.anyType}</option>
              {Object.entries(types).map(([type, name]) => (
                <option key={type} value={type}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Labelled>
        <Labelled label={words.counterparty} strong>
          {(told) => (
            <>
              <input
                type="text"
                list={listId}
                autoComplete="off"
                autoCorrect="off"
                spellCheck={false}
                maxLength={100}
                placeholder={words.anyone}
                {...input('counterparty')}
                {...told}
              />
              <datalist id={listId}>
                {names.map((name) => (
                  <option key={name} value={name} />
                ))}
              </datalist>
            </>
          )}
        </Labelled>
      </div>
    </>
  );
}

type Told = { id: string; className: string; 'aria-invalid'?: true; 'aria-describedby'?: string };

/** A field with its name above it and, when it is not understood, what is wrong below it. */
function Labelled({
  label,
  fault,
  strong = false,
  children,
}: {
  label: string;
  fault?: string | undefined;
  strong?: boolean;
  children: (told: Told) => ReactNode;
}) {
  const id = useId();
  const told: Told = {
    id,
    className: classes('field', fault && 'border-danger'),
    ...(fault ? { 'aria-invalid': true, 'aria-describedby': `${id}-fault` } : {}),
  };
  return (
    <div className="min-w-0">
      <label
        htmlFor={id}
        className={classes('mb-1 block', strong ? 'font-strong' : 'text-small text-ink-soft')}
      >
        {label}
      </label>
      {children(told)}
      {fault && (
        <p id={`${id}-fault`} className="mt-1 text-small text-danger">
          {fault}
        </p>
      )}
    </div>
  );
}

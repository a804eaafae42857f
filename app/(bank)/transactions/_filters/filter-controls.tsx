import { useId } from 'react';
import { classes } from '#app/_kit/class-names.ts';
import { FIELD_NAMES, type FilterField } from '#lib/search/filter-fields.ts';
import { MAX_COUNTERPARTY, PLAIN_AMOUNT } from '#lib/search/filter-limits.ts';
import { VIEW_PERIODS } from '#lib/views/view-limits.ts';
import { CONTROLS, type Control, type Wording } from './fields.ts';
import { useWording } from './filter-chips.tsx';
import type { Draft, Faults } from './filter-draft.ts';
import { type Period, periodOf, presetOf } from './periods.ts';

/** What the fields of one form share. */
type Form = {
  draft: Draft;
  faults: Faults;
  /** Names to choose from. */
  names: Partial<Record<FilterField, readonly string[]>>;
  onChange: (change: Partial<Draft>) => void;
  onLeave?: (field: FilterField) => void;
};

/** The conditions of a filter as fields with the names of the API, so that a plain form sends the same address. */
export function FilterControls({
  now,
  presetHref,
  ...form
}: Form & {
  /** The bank's clock, milliseconds. */
  now: number;
  /** In a form without script a preset is a link. */
  presetHref?: (period: Period) => string;
}) {
  const wording = useWording(now);
  const { filters: words } = wording.words;
  const fieldsOf = (kind: Control['kind']) =>
    FIELD_NAMES.filter((name) => CONTROLS[name].kind === kind).map((name) => (
      <Field key={name} name={name} wording={wording} form={form} />
    ));
  return (
    <>
      <fieldset>
        <legend className="mb-2 font-strong">{words.period}</legend>
        <Presets wording={wording} form={form} presetHref={presetHref} />
        <div className="grid grid-cols-[repeat(auto-fit,minmax(9rem,1fr))] gap-3">{fieldsOf('day')}</div>
      </fieldset>
      <fieldset>
        <legend className="mb-2 font-strong">{words.amount}</legend>
        <div className="grid grid-cols-2 gap-3">{fieldsOf('amount')}</div>
      </fieldset>
      {fieldsOf('choice')}
      <div className="grid gap-4 sm:grid-cols-2 sm:gap-3">
        {fieldsOf('select')}
        {fieldsOf('name')}
      </div>
    </>
  );
}

/** Periods that have a name, which fill in both days. */
function Presets({
  wording: { format, words, now },
  form: { draft, onChange },
  presetHref,
}: {
  wording: Wording;
  form: Form;
  presetHref: ((period: Period) => string) | undefined;
}) {
  const today = format.dayOf(now);
  const chosen = presetOf(draft, today);
  const { presets } = words.transactions;
  return (
    <ul className="mb-3 flex flex-wrap gap-2">
      {VIEW_PERIODS.map((preset) => {
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
  );
}

const TEXT = { type: 'text', autoComplete: 'off' } as const;
const INPUTS = {
  day: { type: 'date', min: '1970-01-01', max: '2999-12-31' },
  // The pattern is for a form without script; with it, more ways to write an amount are understood.
  amount: { ...TEXT, inputMode: 'decimal', maxLength: 20, pattern: PLAIN_AMOUNT.source },
  name: { ...TEXT, autoCorrect: 'off', spellCheck: false, maxLength: MAX_COUNTERPARTY },
} as const;

function Field({ name, wording, form }: { name: FilterField; wording: Wording; form: Form }) {
  const id = useId();
  const control = CONTROLS[name];
  const value = form.draft[name];
  const words = wording.words.filters;
  const input: Input = {
    name,
    value,
    onChange: ({ target }) => form.onChange({ [name]: target.value }),
    onBlur: () => form.onLeave?.(name),
  };
  if (control.kind === 'choice') {
    return <Choice label={words[control.label]} options={control.options(wording)} input={input} />;
  }
  const fault = form.faults[name];
  const isSmall = control.kind === 'day' || control.kind === 'amount';
  const attributes = {
    ...input,
    id,
    className: classes('field', fault && 'border-danger'),
    'aria-invalid': fault ? true : undefined,
    'aria-describedby': fault && `${id}-fault`,
  };
  return (
    <div className="min-w-0">
      <label
        htmlFor={id}
        className={classes('mb-1 block', isSmall ? 'text-small text-ink-soft' : 'font-strong')}
      >
        {words[control.label]}
      </label>
      {control.kind === 'select' ? (
        <select {...attributes}>
          {control.options(wording).map(([option, text]) => (
            <option key={option} value={option}>
              {text}
            </option>
          ))}
        </select>
      ) : (
        <input
          {...INPUTS[control.kind]}
          list={control.kind === 'name' ? `${id}-names` : undefined}
          placeholder={control.placeholder && words[control.placeholder]}
          {...attributes}
        />
      )}
      {control.kind === 'name' && (
        <datalist id={`${id}-names`}>
          {(form.names[name] ?? []).map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
      {fault && (
        <p id={`${id}-fault`} className="mt-1 text-small text-danger">
          {words.faults[fault]}
        </p>
      )}
    </div>
  );
}

type Input = {
  name: FilterField;
  value: string;
  onChange: (event: { target: { value: string } }) => void;
  onBlur: () => void;
};

function Choice({
  label,
  options,
  input,
}: {
  label: string;
  options: readonly [value: string, text: string][];
  input: Input;
}) {
  return (
    <fieldset>
      <legend className="mb-2 font-strong">{label}</legend>
      <div className="grid grid-cols-[repeat(auto-fit,minmax(6.5rem,1fr))] rounded-field border border-edge">
        {options.map(([value, text]) => (
          <label
            key={value}
            className="flex min-h-11 items-center justify-center rounded-[calc(var(--radius-field)-1px)] px-1 text-center has-checked:bg-ink has-checked:text-paper has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              className="sr-only"
              {...input}
              value={value}
              checked={input.value === value}
            />
            {text}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

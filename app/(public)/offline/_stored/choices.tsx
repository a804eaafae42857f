import { classes } from '#app/_kit/class-names.ts';

/** One of a few, in a row; the pressed one is told by more than its colour. */
export function Choices<Value extends string>({
  legend,
  options,
  chosen,
  onChoose,
}: {
  legend: string;
  options: readonly { value: Value; label: string }[];
  chosen: Value;
  onChoose: (value: Value) => void;
}) {
  return (
    <fieldset className="-mx-3 flex flex-wrap">
      <legend className="sr-only">{legend}</legend>
      {options.map(({ value, label }) => (
        <button
          key={value}
          type="button"
          aria-pressed={value === chosen}
          onClick={() => onChoose(value)}
          className={classes(
            'min-h-11 rounded-field px-3 text-small outline-offset-[-2px]',
            value === chosen
              ? 'font-strong underline decoration-2 underline-offset-8'
              : 'text-ink-soft hover:text-ink',
          )}
        >
          {label}
        </button>
      ))}
    </fieldset>
  );
}

import { classes } from '#app/_kit/class-names.ts';

type Option = { value: string; label: string; lang?: string };

/** One of a few, each a button of one form, so that it works before JavaScript arrives; `framed` is as wide as its card. */
export function Choices({
  action,
  name,
  label,
  options,
  chosen,
  framed = false,
  className,
}: {
  action: (form: FormData) => Promise<void>;
  name: string;
  label: string;
  options: readonly Option[];
  chosen: string;
  framed?: boolean;
  className?: string | undefined;
}) {
  return (
    // The group is named, not the form: a form with a name is a landmark, and a page may offer the same choice twice.
    <form action={action}>
      <fieldset
        aria-label={label}
        className={classes(
          'flex',
          framed && 'gap-1 rounded-field border border-edge p-1 [&>button]:grow [&>button]:basis-0',
          className,
        )}
      >
        {options.map(({ value, label, lang }) => (
          <button
            key={value}
            type="submit"
            name={name}
            value={value}
            lang={lang}
            aria-current={value === chosen ? 'true' : undefined}
            className={classes(
              'min-h-11 min-w-11 rounded-field px-2 text-small hover:bg-sunken hover:text-ink',
              value === chosen ? 'font-strong text-ink' : 'text-ink-soft',
              value === chosen && framed && 'bg-sunken',
            )}
          >
            {label}
          </button>
        ))}
      </fieldset>
    </form>
  );
}

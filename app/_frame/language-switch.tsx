'use client';
import { classes } from '#app/_kit/class-names.ts';
import { useLanguage, useShared } from '#app/_words/context.tsx';
import { sharedWords } from '#app/_words/shared.ts';
import { LANGUAGES } from '#lib/language.ts';
import { switchLanguage } from './actions.ts';

/**
 * The languages by their own names; `short` shows the others alone, by their codes. A form, so that it works before
 * JavaScript arrives.
 */
export function LanguageSwitch({ short = false, className }: { short?: boolean; className?: string }) {
  const current = useLanguage();
  const { language: words } = useShared();
  const shown = LANGUAGES.filter((code) => !short || code !== current);
  return (
    <form action={switchLanguage} aria-label={words.choose} className={classes('flex', className)}>
      {shown.map((code) => {
        const { name } = sharedWords[code].language;
        return (
          <button
            key={code}
            type="submit"
            name="language"
            value={code}
            lang={code}
            title={short ? name : undefined}
            aria-label={short ? `${code.toUpperCase()}, ${name}` : undefined}
            aria-current={code === current ? 'true' : undefined}
            className={classes(
              'min-h-11 min-w-11 rounded-field px-2 text-small hover:bg-sunken hover:text-ink',
              code === current ? 'font-strong text-ink' : 'text-ink-soft',
            )}
          >
            {short ? code.toUpperCase() : name}
          </button>
        );
      })}
    </form>
  );
}

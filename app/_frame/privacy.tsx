'use client';
/** Amounts hidden by one tap, wherever they stand. What is hidden is hidden from eyes on the screen. */
import { createContext, type ReactNode, useEffect, useEffectEvent } from 'react';
import { type Outcome, useHidden } from '#app/_client/use-hidden.ts';
import { classes } from '#app/_kit/class-names.ts';
import { EyeIcon, EyeOffIcon } from '#app/_kit/icons.tsx';
import { useProvided } from '#app/_kit/use-provided.ts';
import { Amounts, useShared } from '#app/_words/context.tsx';

const PrivacyContext = createContext<Omit<ReturnType<typeof useHidden>, 'outcome'> | null>(null);

/** With two modifiers, so that no word typed and no key of a screen reader or browser means it. */
const SHORTCUT = 'Alt+Shift+H';
const isShortcut = ({ code, altKey, shiftKey, ctrlKey, metaKey, repeat }: KeyboardEvent) =>
  code === 'KeyH' && altKey && shiftKey && !ctrlKey && !metaKey && !repeat;

/** On a Mac the shortcut is a letter (Ó): whoever is writing writes it. */
const isWriting = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA)$/.test(target.tagName));

export function Privacy({ initially, children }: { initially: boolean; children: ReactNode }) {
  const { hidden, saved, outcome, toggle } = useHidden(initially);
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (!isShortcut(event) || isWriting(event.target)) return;
    event.preventDefault();
    toggle();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
  return (
    <PrivacyContext value={{ hidden, saved, toggle }}>
      <Amounts hidden={hidden}>{children}</Amounts>
      <Announcement outcome={outcome} />
    </PrivacyContext>
  );
}

function Announcement({ outcome }: { outcome: Outcome }) {
  const { frame: words } = useShared();
  const texts = {
    hidden: words.amountsHidden,
    shown: words.amountsShown,
    not_saved: words.amountsNotKept,
    not_shown: words.amountsNotShown,
  };
  const failed = outcome === 'not_saved' || outcome === 'not_shown';
  return (
    <p
      role="status"
      className={failed ? 'card fixed inset-x-4 bottom-20 z-40 mx-auto max-w-md lg:bottom-6' : 'sr-only'}
    >
      {outcome && texts[outcome]}
    </p>
  );
}

export const usePrivacy = () => useProvided(PrivacyContext);

/** The eye: pressed while amounts are hidden. */
export function PrivacyButton({ className }: { className?: string }) {
  const privacy = usePrivacy();
  const { hideAmounts: label } = useShared().frame;
  return (
    <button
      type="button"
      aria-pressed={privacy.hidden}
      aria-keyshortcuts={SHORTCUT}
      aria-label={label}
      title={`${label} (${SHORTCUT})`}
      onClick={privacy.toggle}
      className={classes(
        'flex size-11 items-center justify-center rounded-field text-ink-soft hover:bg-sunken hover:text-ink',
        className,
      )}
    >
      {privacy.hidden ? <EyeOffIcon /> : <EyeIcon />}
    </button>
  );
}

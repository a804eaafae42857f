import { type ComponentProps, type ReactNode, useEffect, useId, useState } from 'react';

/** A password that can be looked at and pasted; the button appears when it can do something. */
export function SecretField({
  label,
  words,
  hint,
  error,
  describedBy,
  ...input
}: {
  label: string;
  /** On the button, and what it is called. */
  words: { show: string; hide: string; showLabel: string; hideLabel: string };
  hint?: ReactNode;
  /** What is wrong with it, if anything. */
  error?: string | undefined;
  /** The id of what says more of it. */
  describedBy?: string | undefined;
} & Omit<ComponentProps<'input'>, 'id' | 'type' | 'className'>) {
  const id = useId();
  const [alive, setAlive] = useState(false);
  const [shown, setShown] = useState(false);
  useEffect(() => setAlive(true), []);
  const described = [error && `${id}-error`, hint && `${id}-hint`, describedBy].filter(Boolean).join(' ');
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-small">
        {label}
      </label>
      <div className="relative">
        <input
          {...input}
          id={id}
          type={shown ? 'text' : 'password'}
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          required
          aria-invalid={error ? true : undefined}
          aria-describedby={described || undefined}
          className="field pr-20"
        />
        {alive && (
          <button
            type="button"
            aria-label={shown ? words.hideLabel : words.showLabel}
            onClick={() => setShown(!shown)}
            className="absolute inset-y-0 right-0 min-w-16 rounded-field px-3 text-small text-ink-soft outline-offset-[-2px] hover:text-ink"
          >
            {shown ? words.hide : words.show}
          </button>
        )}
      </div>
      {error && (
        <p id={`${id}-error`} className="mt-1 text-small text-danger">
          {error}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="mt-1 text-small text-ink-soft">
          {hint}
        </p>
      )}
    </div>
  );
}

'use client';
import { useEffect, useState } from 'react';
import { useWords } from '#app/_words/context.tsx';

/** A password that can be looked at; the button appears when it can do something. */
export function PasswordField({ describedBy }: { describedBy: string | undefined }) {
  const words = useWords('login');
  const [alive, setAlive] = useState(false);
  const [shown, setShown] = useState(false);
  useEffect(() => setAlive(true), []);
  return (
    <div>
      <label htmlFor="password" className="mb-1 block text-small">
        {words.password}
      </label>
      <div className="relative">
        <input
          id="password"
          name="password"
          type={shown ? 'text' : 'password'}
          autoComplete="current-password"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          enterKeyHint="go"
          maxLength={256}
          required
          aria-describedby={describedBy}
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
    </div>
  );
}

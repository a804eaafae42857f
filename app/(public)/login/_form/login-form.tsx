'use client';
import { useActionState, useEffect, useMemo, useRef, useState } from 'react';
import { SecretField } from '#app/_kit/secret-field.tsx';
import { clockText, useCountdown } from '#app/_kit/use-countdown.ts';
import { type Catalogue, fill } from '#app/_words/catalogue.ts';
import { type LoginState, signIn } from '#app/(public)/login/actions.ts';
import type { DEMO } from '#app/(public)/login/demo.ts';
import { SECOND } from '#lib/time.ts';
import { PasskeySignIn } from './passkey-sign-in.tsx';

type Words = Omit<Catalogue['login'], 'title' | 'reasons'> & Pick<Catalogue['staff'], 'roles'>;

const FIRST_TRY: LoginState = { error: null, waitSeconds: 0, username: '', remember: false };

/**
 * The sign-in. Posts as a plain form until JavaScript has arrived, with the same answers. After an error the name
 * stays, the password is empty and the focus is on the message.
 */
export function LoginForm({
  why,
  next,
  demo,
  passkeys,
  words,
}: {
  /** Why one is here; an error says something newer. */
  why: string | undefined;
  next: string;
  demo: typeof DEMO | null;
  /** Whether they can work at this address. */
  passkeys: boolean;
  words: Words;
}) {
  const [state, act, pending] = useActionState(signIn, FIRST_TRY);
  const form = useRef<HTMLFormElement>(null);
  const message = useRef<HTMLParagraphElement>(null);

  const [passkeyError, setPasskeyError] = useState('');

  useEffect(() => {
    if (state.error) setPasskeyError('');
  }, [state]);
  // What is new alone: the passkey's words may go while the browser asks.
  useEffect(() => {
    if (state.error) message.current?.focus();
  }, [state]);
  useEffect(() => {
    if (passkeyError) message.current?.focus();
  }, [passkeyError]);

  const fillIn = (username: string, password: string) => {
    const fields = form.current?.elements;
    for (const [name, value] of Object.entries({ username, password })) {
      const field = fields?.namedItem(name);
      if (field instanceof HTMLInputElement) field.value = value;
    }
    form.current?.querySelector<HTMLButtonElement>('button[type=submit]')?.focus();
  };

  return (
    <form ref={form} action={act} className="flex flex-col gap-4">
      {why && !state.error && !passkeyError && (
        <p role="status" className="rounded-field bg-tint px-4 py-3">
          {why}
        </p>
      )}
      <p
        ref={message}
        id="login-error"
        role="alert"
        tabIndex={-1}
        className="text-danger empty:hidden"
        data-testid="login-error"
      >
        {passkeyError || (state.error && words.errors[state.error])}
      </p>
      {state.waitSeconds > 0 && <Wait state={state} words={words} />}
      <input type="hidden" name="next" value={next} />
      <div>
        <label htmlFor="username" className="mb-1 block text-small">
          {words.username}
        </label>
        <input
          id="username"
          name="username"
          type="text"
          autoComplete={passkeys ? 'username webauthn' : 'username'}
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          enterKeyHint="next"
          maxLength={128}
          required
          defaultValue={state.username}
          aria-describedby={state.error ? 'login-error' : undefined}
          className="field"
        />
      </div>
      <SecretField
        words={words}
        name="password"
        label={words.password}
        autoComplete="current-password"
        enterKeyHint="go"
        maxLength={256}
        describedBy={state.error ? 'login-error' : undefined}
      />
      <label className="flex min-h-11 items-center gap-3">
        <input
          type="checkbox"
          name="remember"
          // A new default needs a new box: React resets the form to what the box began with.
          key={String(state.remember)}
          defaultChecked={state.remember}
          className="size-5 shrink-0"
        />
        {words.remember}
      </label>
      <button type="submit" className="button button-primary w-full" aria-disabled={pending}>
        {pending ? words.submitting : words.submit}
      </button>
      {passkeys ? (
        <PasskeySignIn
          next={next}
          remember={() => new FormData(form.current ?? undefined).has('remember')}
          words={words.passkey}
          onError={setPasskeyError}
        />
      ) : (
        <p className="text-small text-ink-soft">{words.passkey.needsHttps}</p>
      )}
      {demo && (
        <div className="border-t border-line pt-4 text-small text-ink-soft">
          <p>{fill(words.demo, { password: demo.password })}</p>
          <fieldset className="mt-2 flex flex-wrap gap-2">
            <legend className="sr-only">{words.demoFill}</legend>
            {demo.people.map(({ username, role }) => (
              <button
                key={username}
                type="button"
                className="min-h-11 rounded-field border border-edge px-3 hover:bg-sunken"
                onClick={() => fillIn(username, demo.password)}
              >
                <span className="font-strong text-ink">{username}</span> {words.roles[role]}
              </button>
            ))}
          </fieldset>
        </div>
      )}
    </form>
  );
}

/** Counts down to the next try that is judged; who sees nothing of it can ask for it. */
function Wait({ state, words }: { state: LoginState; words: Words }) {
  const endsAt = useMemo(() => Date.now() + state.waitSeconds * SECOND, [state]);
  const left = useCountdown(endsAt, Date.now);
  const [before = '', after = ''] = words.tryAgainIn.split('{time}');
  return (
    <div className="-mt-2 text-small text-ink-soft">
      {left > 0 ? (
        <p role="timer" data-testid="login-wait">
          {before}
          <span className="figures font-strong text-ink">{clockText(left)}</span>
          {after}
        </p>
      ) : (
        <p role="status">{words.tryAgain}</p>
      )}
      <p>{words.knownDevice}</p>
    </div>
  );
}

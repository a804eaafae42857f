import { type SubmitEvent, useRef, useState } from 'react';
import { SecretField } from '#app/_kit/secret-field.tsx';
import type { StepUpWords } from './words.ts';

/** The password, once more. A wrong one is cleared, and the focus goes back to its field. */
export function StepUpForm({
  words,
  refusal,
  confirm,
  onConfirmed,
  onClose,
}: {
  words: StepUpWords;
  /** What is said of an error. */
  refusal: (error: unknown) => string;
  confirm: (password: string) => Promise<unknown>;
  onConfirmed: () => void;
  onClose: () => void;
}) {
  const field = useRef<HTMLInputElement>(null);
  const [password, setPassword] = useState('');
  const [error, setError] = useState('');
  const [busy, setBusy] = useState(false);

  async function send(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError('');
    try {
      await confirm(password);
      onConfirmed();
    } catch (error) {
      setError(refusal(error));
      setPassword('');
      field.current?.focus();
    } finally {
      setBusy(false);
    }
  }

  return (
    <form onSubmit={send} className="flex flex-col gap-4">
      <p className="text-ink-soft">{words.stepUpText}</p>
      <p role="alert" className="text-danger empty:hidden" data-testid="step-up-error">
        {error}
      </p>
      <SecretField
        ref={field}
        words={words}
        label={words.password}
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
      />
      <div className="flex flex-wrap-reverse gap-3">
        <button type="button" className="button grow" onClick={onClose}>
          {words.cancel}
        </button>
        <button type="submit" className="button button-primary grow" aria-disabled={busy}>
          {busy ? words.confirming : words.confirm}
        </button>
      </div>
    </form>
  );
}

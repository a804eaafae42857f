import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import { bank } from '#app/_client/bank.ts';
import { refusalWords } from '#app/_client/refusal-words.ts';
import { SecretField } from '#app/_kit/secret-field.tsx';
import { useShared } from '#app/_words/context.tsx';

export type Question = { onConfirmed: () => void; onClose: () => void };

/** The password, once more; the field has the focus, also after a wrong one, which is cleared. */
export default function StepUpForm({ question: { onConfirmed, onClose } }: { question: Question }) {
  const { session: words } = useShared();
  const field = useRef<HTMLInputElement>(null);
  const [error, setError] = useState('');
  const [busy, setBusy] = useState(false);
  // The dialog is open before this arrives.
  useEffect(() => field.current?.focus(), []);

  async function send(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const password = field.current?.value ?? '';
    setBusy(true);
    setError('');
    try {
      await bank.post('/api/auth/step-up', { body: { password } });
      onConfirmed();
    } catch (error) {
      setError(refusalWords(words, error));
      if (field.current) field.current.value = '';
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

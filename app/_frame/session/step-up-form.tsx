import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import { type AnswerOf, type BodyOf, bank } from '#app/_client/bank.ts';
import { isDeclined, knowsPasskeys, signWithPasskey } from '#app/_client/passkey.ts';
import { refusalWords } from '#app/_client/refusal-words.ts';
import { SecretField } from '#app/_kit/secret-field.tsx';
import { useShared } from '#app/_words/context.tsx';

export type Question = { onConfirmed: () => void; onClose: () => void };

/**
 * The password or a passkey, once more; the field has the focus, also after a wrong one, which is cleared. A passkey is
 * offered to those who have one.
 */
export default function StepUpForm({ question: { onConfirmed, onClose } }: { question: Question }) {
  const { session: words } = useShared();
  const field = useRef<HTMLInputElement>(null);
  const [error, setError] = useState('');
  const [busy, setBusy] = useState(false);
  // The dialog is open before this arrives.
  useEffect(() => field.current?.focus(), []);
  const [challenge, ask] = useChallenge();

  async function confirm(proof: () => Promise<BodyOf<'/api/auth/step-up', 'POST'>>) {
    if (busy) return;
    setBusy(true);
    setError('');
    try {
      await bank.post('/api/auth/step-up', { body: await proof() });
      onConfirmed();
    } catch (error) {
      // Whoever closed the question for a passkey goes on where they were.
      if (!isDeclined(error)) {
        setError(refusalWords(words, error));
        if (field.current) field.current.value = '';
        field.current?.focus();
      }
      ask();
    } finally {
      setBusy(false);
    }
  }

  function send(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const password = field.current?.value ?? '';
    confirm(async () => ({ password }));
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
      {challenge && (
        <button
          type="button"
          className="button"
          aria-disabled={busy}
          onClick={() => confirm(async () => ({ passkey: await signWithPasskey(challenge) }))}
        >
          {words.usePasskey}
        </button>
      )}
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

type Challenge = AnswerOf<'/api/auth/step-up/challenge', 'POST'>;

/** A challenge for this session's passkeys, had before it is needed; null without any. It is asked for anew after a failure. */
function useChallenge(): [Challenge | null, () => void] {
  const [challenge, setChallenge] = useState<Challenge | null>(null);
  const [asked, setAsked] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew.
  useEffect(() => {
    if (!knowsPasskeys()) return;
    let wanted = true;
    bank
      .post('/api/auth/step-up/challenge', { background: true })
      .then((found) => wanted && setChallenge(found.allowCredentials.length > 0 ? found : null))
      .catch(() => undefined); // The password still works.
    return () => {
      wanted = false;
    };
  }, [asked]);
  return [challenge, () => setAsked((times) => times + 1)];
}

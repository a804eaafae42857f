'use client';
/** Sensitive acts: when the bank wants the password again first, one dialog asks for it and the act is repeated. */
import { createContext, type ReactNode, type SubmitEvent, useMemo, useRef, useState } from 'react';
import { bank, isRefusal } from '#app/_client/bank.ts';
import { refusalWords } from '#app/_client/refusal-words.ts';
import { Modal } from '#app/_kit/modal.tsx';
import { SecretField } from '#app/_kit/secret-field.tsx';
import { useProvided } from '#app/_kit/use-provided.ts';
import { useShared } from '#app/_words/context.tsx';

/** The customer closed the dialog: nothing was done, and there is nothing to say. */
export class NotConfirmed extends Error {
  override name = 'NotConfirmed';
}

type Confirming = <Answer>(act: () => Promise<Answer>) => Promise<Answer>;

type Refusal = (error: unknown) => string;

const StepUpContext = createContext<{ confirming: Confirming; refusal: Refusal } | null>(null);

/** Runs an act; `step_up_required` opens the dialog, and the act runs once more. Throws NotConfirmed when it is closed. */
export const useConfirming = (): Confirming => useProvided(StepUpContext).confirming;

/** The sentence that says what went wrong with a request to the bank. */
export const useRefusal = (): Refusal => useProvided(StepUpContext).refusal;

type Question = { onConfirmed: () => void; onClose: () => void };

export function StepUpProvider({ children }: { children: ReactNode }) {
  const { session: words } = useShared();
  const [question, setQuestion] = useState<Question | null>(null);
  // Two acts at once share the one dialog.
  const shared = useRef<Promise<void> | null>(null);

  function askOnce(): Promise<void> {
    shared.current ??= new Promise<void>((resolve, reject) => {
      setQuestion({ onConfirmed: resolve, onClose: () => reject(new NotConfirmed()) });
    }).finally(() => {
      shared.current = null;
      setQuestion(null);
    });
    return shared.current;
  }

  const [confirming] = useState<Confirming>(() => async <Answer,>(act: () => Promise<Answer>) => {
    try {
      return await act();
    } catch (error) {
      if (!isRefusal(error, 'step_up_required')) throw error;
    }
    await askOnce();
    return act();
  });

  const stepUp = useMemo(
    () => ({ confirming, refusal: (error: unknown) => refusalWords(words, error) }),
    [confirming, words],
  );

  return (
    <StepUpContext value={stepUp}>
      {children}
      <Modal open={question !== null} title={words.stepUpTitle} onEscape={() => question?.onClose()}>
        {question && <StepUpForm question={question} />}
      </Modal>
    </StepUpContext>
  );
}

/** The password, once more. A wrong one is cleared, and the focus goes back to its field. */
function StepUpForm({ question: { onConfirmed, onClose } }: { question: Question }) {
  const { session: words } = useShared();
  const field = useRef<HTMLInputElement>(null);
  const [error, setError] = useState('');
  const [busy, setBusy] = useState(false);

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

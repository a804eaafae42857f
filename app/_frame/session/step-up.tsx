'use client';
/** Sensitive acts: when the bank wants the password again first, one dialog asks for it and the act is repeated. */
import { createContext, lazy, type ReactNode, Suspense, useMemo, useRef, useState } from 'react';
import { isRefusal } from '#app/_client/bank.ts';
import { eventually } from '#app/_client/eventually.ts';
import { refusalWords } from '#app/_client/refusal-words.ts';
import { Modal } from '#app/_kit/modal.tsx';
import { useProvided } from '#app/_kit/use-provided.ts';
import { useShared } from '#app/_words/context.tsx';
import type { Question } from './step-up-form.tsx';

const StepUpForm = lazy(() => eventually(() => import('./step-up-form.tsx')));

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
        {question && (
          <Suspense fallback={<div className="skeleton h-56" />}>
            <StepUpForm question={question} />
          </Suspense>
        )}
      </Modal>
    </StepUpContext>
  );
}

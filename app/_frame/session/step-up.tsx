'use client';
/** Sensitive acts: when the bank wants the password again first, one dialog asks for it and the act is repeated. */
import { createContext, type ReactNode, useMemo, useRef, useState } from 'react';
import { bank, isRefusal } from '#app/_client/bank.ts';
import { refusalWords } from '#app/_client/refusal-words.ts';
import { Modal } from '#app/_kit/modal.tsx';
import { useProvided } from '#app/_kit/use-provided.ts';
import { StepUpForm } from './step-up-form.tsx';
import type { StepUpWords } from './words.ts';

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

type Asking = { confirmed: () => void; closed: () => void };

export function StepUpProvider({ words, children }: { words: StepUpWords; children: ReactNode }) {
  const [asking, setAsking] = useState<Asking | null>(null);
  // Two acts at once share the one dialog.
  const shared = useRef<Promise<void> | null>(null);

  function askOnce(): Promise<void> {
    shared.current ??= new Promise<void>((resolve, reject) => {
      setAsking({ confirmed: resolve, closed: () => reject(new NotConfirmed()) });
    }).finally(() => {
      shared.current = null;
      setAsking(null);
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
      <Modal open={asking !== null} title={words.stepUpTitle} onEscape={() => asking?.closed()}>
        <StepUpForm
          words={words}
          refusal={stepUp.refusal}
          confirm={(password) => bank.post('/api/auth/step-up', { body: { password } })}
          onConfirmed={() => asking?.confirmed()}
          onClose={() => asking?.closed()}
        />
      </Modal>
    </StepUpContext>
  );
}

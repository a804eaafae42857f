'use client';
/** Sensitive acts: when the bank wants the password again first, one dialog asks for it and the act is repeated. */
import { createContext, type ReactNode, useContext, useRef, useState } from 'react';
import { callBank, isRefusal } from '#app/_client/call-bank.ts';
import { Modal } from '#app/_kit/modal.tsx';
import { useWords } from '#app/_words/context.tsx';
import { StepUpForm } from './step-up-form.tsx';

/** The customer closed the dialog: nothing was done, and there is nothing to say. */
export class NotConfirmed extends Error {
  override name = 'NotConfirmed';
}

type Confirming = <Answer>(act: () => Promise<Answer>) => Promise<Answer>;

const StepUpContext = createContext<Confirming | null>(null);

/** Runs an act; `step_up_required` opens the dialog, and the act runs once more. Throws NotConfirmed when it is closed. */
export function useConfirming(): Confirming {
  const confirming = useContext(StepUpContext);
  if (!confirming) throw new Error('No <StepUpProvider> above this component.');
  return confirming;
}

type Asking = { confirmed: () => void; closed: () => void };

export function StepUpProvider({ children }: { children: ReactNode }) {
  const words = useWords('session');
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

  return (
    <StepUpContext value={confirming}>
      {children}
      <Modal open={asking !== null} title={words.stepUpTitle} onEscape={() => asking?.closed()}>
        <StepUpForm
          confirm={(password) => callBank('/api/auth/step-up', { method: 'POST', body: { password } })}
          onConfirmed={() => asking?.confirmed()}
          onClose={() => asking?.closed()}
        />
      </Modal>
    </StepUpContext>
  );
}

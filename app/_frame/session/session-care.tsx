'use client';
import type { ReactNode } from 'react';
import { IdleGuard, type Lifetime } from './idle-guard.tsx';
import { SignInWarning } from './sign-in-warning.tsx';
import { StepUpProvider } from './step-up.tsx';
import type { SignIn } from './use-sign-ins.ts';

/** What every signed-in page does for its session: warn of its end and of others, and ask for the password again. */
export const SessionCare = ({
  lifetime,
  signIns,
  children,
}: {
  lifetime: Lifetime;
  /** Sessions of the same customer that are younger than this one, newest first. */
  signIns: readonly SignIn[];
  children: ReactNode;
}) => (
  <StepUpProvider>
    {children}
    <SignInWarning session={lifetime.session} known={signIns} />
    <IdleGuard {...lifetime} />
  </StepUpProvider>
);

'use client';
import type { ComponentProps } from 'react';
import { PasskeyCard } from '#app/_frame/passkeys/passkey-card.tsx';
import { useReload } from '#app/(bank)/security/_security/security.tsx';

/** The customer's passkeys, beside what happened: a change is read there anew. */
export function OwnPasskeys(props: Omit<ComponentProps<typeof PasskeyCard>, 'onChanged'>) {
  return <PasskeyCard {...props} onChanged={useReload()} />;
}

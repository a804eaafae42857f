import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { type BodyOf, bank } from '#app/_client/bank.ts';
import { NotConfirmed, useConfirming } from '#app/_frame/session/step-up.tsx';

export type Person = { user: string; username: string; name: string; role: string };

export type Role = BodyOf<'/api/staff/users/:id/role', 'PATCH'>['role'];

export type RoleChange = { person: Person; role: Role } & (
  | { step: 'confirm' | 'changing' }
  | { step: 'done'; sessionsEnded: number }
  | { step: 'failed'; error: unknown }
);

/** Gives somebody another role: confirmed first, changed after the password, then reported. */
export function useRoleChange() {
  const router = useRouter();
  const confirming = useConfirming();
  const [change, setChange] = useState<RoleChange | null>(null);

  async function send({ person, role }: RoleChange) {
    setChange({ person, role, step: 'changing' });
    try {
      const { sessionsEnded } = await confirming(() =>
        bank.patch('/api/staff/users/:id/role', { params: { id: person.user }, body: { role } }),
      );
      setChange({ person, role, step: 'done', sessionsEnded });
      router.refresh();
    } catch (error) {
      if (error instanceof NotConfirmed) setChange({ person, role, step: 'confirm' });
      else setChange({ person, role, step: 'failed', error });
    }
  }

  return {
    change,
    begin: (person: Person, role: Role) => setChange({ person, role, step: 'confirm' }),
    confirm: () => {
      if (change?.step === 'confirm') void send(change);
    },
    close: () => setChange(null),
  };
}

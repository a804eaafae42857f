import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { type BodyOf, bank } from '#app/_client/bank.ts';
import { NotConfirmed, useConfirming } from '#app/_frame/session/step-up.tsx';
import { Modal } from '#app/_kit/modal.tsx';
import { fill, plural } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import { named } from '#app/(staff)/_shared/names.ts';
import { useStaffRefusal } from '#app/(staff)/_shared/use-staff-refusal.ts';
import type { PeopleWords } from './people-words.ts';

export type Person = { user: string; username: string; name: string; role: string };

export type Role = BodyOf<'/api/staff/users/:id/role', 'PATCH'>['role'];

type RoleChange = { person: Person; role: Role } & (
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

type Props = {
  words: PeopleWords;
  change: RoleChange | null;
  onConfirm: () => void;
  onClose: () => void;
};

/** What a new role brings, its confirmation, and what came of it. */
export function RoleDialog({ words, change, onConfirm, onClose }: Props) {
  const { locale } = useFormat();
  const refusal = useStaffRefusal(words.errors);
  const values = {
    name: change?.person.username ?? '',
    role: change ? named(words.roles, change.role) : '',
  };
  const changing = change?.step === 'changing';
  const done = change?.step === 'done';
  const failed = change?.step === 'failed';
  return (
    <Modal
      open={change !== null}
      title={done ? words.titleDone : fill(words.title, values)}
      onEscape={() => !changing && onClose()}
    >
      {done && (
        <p role="status" data-testid="role-changed">
          {plural(locale, words.done, change.sessionsEnded, values)}
        </p>
      )}
      {failed && (
        <p role="alert" className="text-danger">
          {refusal(change.error)}
        </p>
      )}
      {done || failed ? (
        <button
          type="button"
          // biome-ignore lint/a11y/noAutofocus: within a dialog, whose button before it is gone.
          autoFocus
          className="button mt-4 w-full"
          onClick={onClose}
        >
          {words.close}
        </button>
      ) : (
        <>
          <p>{fill(words.text, values)}</p>
          <div className="mt-5 flex flex-wrap-reverse gap-3">
            <button type="button" className="button grow" onClick={onClose} disabled={changing}>
              {words.cancel}
            </button>
            <button
              type="button"
              className="button grow border-danger text-danger"
              onClick={onConfirm}
              aria-disabled={changing}
            >
              {changing ? words.changing : words.change}
            </button>
          </div>
        </>
      )}
    </Modal>
  );
}

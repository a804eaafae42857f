'use client';
import { RefusedError } from '#app/_client/call-bank.ts';
import { refusalWords } from '#app/_client/refusal-words.ts';
import { Modal } from '#app/_kit/modal.tsx';
import { fill, plural } from '#app/_words/catalogue.ts';
import { useFormat, useWords } from '#app/_words/context.tsx';
import type { RoleChange } from './use-role-change.ts';

/** What a new role brings, its confirmation, and what came of it. */
export function RoleDialog({
  change,
  onConfirm,
  onClose,
}: {
  change: RoleChange | null;
  onConfirm: () => void;
  onClose: () => void;
}) {
  const staff = useWords('staff');
  const words = staff.persons;
  const roles: Record<string, string> = staff.roles;
  const values = {
    name: change?.person.username ?? '',
    role: roles[change?.role ?? ''] ?? '',
  };
  return (
    <Modal
      open={change !== null}
      title={change?.step === 'done' ? staff.titleDone : fill(words.title, values)}
      onEscape={() => change?.step !== 'changing' && onClose()}
    >
      {change && <Step change={change} values={values} onConfirm={onConfirm} onClose={onClose} />}
    </Modal>
  );
}

function Step({
  change,
  values,
  onConfirm,
  onClose,
}: {
  change: RoleChange;
  values: { name: string; role: string };
  onConfirm: () => void;
  onClose: () => void;
}) {
  const staff = useWords('staff');
  const words = staff.persons;
  const { locale } = useFormat();
  const refusal = useRefusal(change);
  if (change.step === 'confirm' || change.step === 'changing') {
    const changing = change.step === 'changing';
    return (
      <>
        <p>{fill(words.text, values)}</p>
        <div className="mt-5 flex flex-wrap-reverse gap-3">
          <button type="button" className="button grow" onClick={onClose} disabled={changing}>
            {staff.cancel}
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
    );
  }
  return (
    <>
      {change.step === 'done' ? (
        <p role="status" data-testid="role-changed">
          {plural(locale, words.done, change.sessionsEnded, values)}
        </p>
      ) : (
        <p role="alert" className="text-danger">
          {refusal}
        </p>
      )}
      <button type="button" className="button mt-4 w-full" onClick={onClose}>
        {staff.close}
      </button>
    </>
  );
}

function useRefusal(change: RoleChange): string {
  const { errors, persons } = useWords('staff');
  const common = useWords('session');
  if (change.step !== 'failed') return '';
  const code = change.error instanceof RefusedError ? change.error.code : '';
  if (code === 'conflict') return persons.conflict;
  if (code === 'forbidden') return errors.roleForbidden;
  return refusalWords(common, change.error);
}

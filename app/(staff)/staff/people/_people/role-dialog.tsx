import { Modal } from '#app/_kit/modal.tsx';
import { fill, plural } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import { named } from '#app/(staff)/_shared/names.ts';
import { useStaffRefusal } from '#app/(staff)/_shared/use-staff-refusal.ts';
import type { PeopleWords } from './people-words.ts';
import type { RoleChange } from './use-role-change.ts';

/** What a new role brings, its confirmation, and what came of it. */
export function RoleDialog({
  words,
  change,
  onConfirm,
  onClose,
}: {
  words: PeopleWords;
  change: RoleChange | null;
  onConfirm: () => void;
  onClose: () => void;
}) {
  const values = {
    name: change?.person.username ?? '',
    role: change ? named(words.roles, change.role) : '',
  };
  return (
    <Modal
      open={change !== null}
      title={change?.step === 'done' ? words.titleDone : fill(words.title, values)}
      onEscape={() => change?.step !== 'changing' && onClose()}
    >
      {change && (
        <Step words={words} change={change} values={values} onConfirm={onConfirm} onClose={onClose} />
      )}
    </Modal>
  );
}

type StepProps = {
  words: PeopleWords;
  change: RoleChange;
  values: { name: string; role: string };
  onConfirm: () => void;
  onClose: () => void;
};

function Step(props: StepProps) {
  const asking = props.change.step === 'confirm' || props.change.step === 'changing';
  return asking ? <Question {...props} /> : <Outcome {...props} />;
}

function Question({ words, change, values, onConfirm, onClose }: StepProps) {
  const changing = change.step === 'changing';
  return (
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
  );
}

function Outcome({ words, change, values, onClose }: StepProps) {
  const { locale } = useFormat();
  const refusal = useStaffRefusal(words.errors);
  return (
    <>
      {change.step === 'done' && (
        <p role="status" data-testid="role-changed">
          {plural(locale, words.done, change.sessionsEnded, values)}
        </p>
      )}
      {change.step === 'failed' && (
        <p role="alert" className="text-danger">
          {refusal(change.error)}
        </p>
      )}
      <button type="button" className="button mt-4 w-full" onClick={onClose}>
        {words.close}
      </button>
    </>
  );
}

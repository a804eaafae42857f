import { Modal } from '#app/_kit/modal.tsx';
import { fill } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import { useConsoleWords } from '#app/(staff)/staff/(sessions)/use-console-words.ts';
import { EndConfirm } from './end-confirm.tsx';
import { EndedSummary, EndFailure, LastStep } from './end-outcome.tsx';
import type { Ending } from './use-ending.ts';

type Actions = { onConfirm: () => void; onClose: () => void };

/** The count, its confirmation, and what came of it. */
export function EndDialog({ ending, onConfirm, onClose }: Actions & { ending: Ending | null }) {
  const title = useTitle(ending);
  // While sessions are being ended there is nothing to close: what came of it must be seen.
  const close = () => ending?.step !== 'ending' && onClose();
  return (
    <Modal open={ending !== null} title={title} onEscape={close}>
      {ending && <Steps ending={ending} onConfirm={onConfirm} onClose={onClose} />}
    </Modal>
  );
}

function useTitle(ending: Ending | null): string {
  const words = useConsoleWords();
  const format = useFormat();
  const target = ending?.target;
  if (ending?.step === 'done') return words.titleDone;
  if (target?.kind === 'everyone') return words.titleEveryone;
  if (target?.kind === 'found') return words.titleFound;
  if (target?.kind === 'one') return fill(words.titleThis, { name: target.name });
  const names = target?.names ?? [];
  if (names.length === 1) return fill(words.titleOne, { name: String(names[0]) });
  return fill(words.titlePeople, { count: format.count(names.length) });
}

function Steps({ ending, onConfirm, onClose }: Actions & { ending: Ending }) {
  const words = useConsoleWords();
  const format = useFormat();
  switch (ending.step) {
    case 'counting':
      return <p role="status">{words.counting}</p>;
    case 'confirm':
      return ending.count === 0 ? (
        <LastStep onClose={onClose}>
          <p>{words.nothing}</p>
        </LastStep>
      ) : (
        <EndConfirm key={ending.asOf} ending={ending} onConfirm={onConfirm} onClose={onClose} />
      );
    case 'ending':
      return (
        <p role="status" className="figures">
          {fill(words.ending, { count: format.count(ending.done.revoked) })}
        </p>
      );
    case 'done':
      return (
        <LastStep onClose={onClose}>
          <EndedSummary {...ending.done} />
        </LastStep>
      );
    case 'failed':
      return (
        <LastStep onClose={onClose}>
          <EndFailure error={ending.error} revoked={ending.done.revoked} />
        </LastStep>
      );
  }
}

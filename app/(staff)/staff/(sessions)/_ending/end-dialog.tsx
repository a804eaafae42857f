import { type ReactNode, useState } from 'react';
import { Modal } from '#app/_kit/modal.tsx';
import { fill, plural } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import { TYPED } from '#app/(staff)/_shared/fields.tsx';
import { useStaffRefusal } from '#app/(staff)/_shared/use-staff-refusal.ts';
import { useConsole } from '#app/(staff)/staff/(sessions)/use-console.ts';
import type { Chosen, Done, Ending } from './use-ending.ts';

type Actions = { onConfirm: () => void; onClose: () => void };

/** The count, its confirmation, and what came of it. */
export function EndDialog({ ending, onConfirm, onClose }: Actions & { ending: Ending | null }) {
  const title = useTitle(ending);
  // While sessions are being ended there is nothing to close: what came of it must be seen.
  const close = () => ending?.step !== 'ending' && onClose();
  return (
    <Modal open={ending !== null} title={title} onEscape={close}>
      {ending && <Step ending={ending} onConfirm={onConfirm} onClose={onClose} />}
    </Modal>
  );
}

function useTitle(ending: Ending | null): string {
  const { words } = useConsole();
  const format = useFormat();
  const target = ending?.target;
  if (ending?.step === 'done') return words.titleDone;
  if (target?.kind === 'everyone') return words.titleEveryone;
  if (target?.kind === 'found') {
    const { username } = target.query;
    return username ? fill(words.titleFoundOf, { name: username }) : words.titleFound;
  }
  const sessions = target?.sessions ?? [];
  const names = new Set(sessions.map(({ name }) => name));
  const [name = ''] = names;
  const count = format.count(sessions.length);
  if (sessions.length === 1) return fill(words.titleThis, { name });
  if (names.size === 1) return fill(words.titleOne, { name, count });
  return fill(words.titlePeople, { count, people: format.count(names.size) });
}

function Step({ ending, onConfirm, onClose }: Actions & { ending: Ending }) {
  const { words } = useConsole();
  const format = useFormat();
  const refusal = useStaffRefusal(words.errors);
  if (ending.step === 'counting') return <p role="status">{words.counting}</p>;
  const { revoked } = ending.done;
  if (ending.step === 'ending') {
    return (
      <p role="status" className="figures">
        {fill(words.ending, { count: format.count(revoked) })}
      </p>
    );
  }
  if (ending.step === 'confirm' && ending.count > 0) {
    return <EndConfirm key={ending.asOf} ending={ending} onConfirm={onConfirm} onClose={onClose} />;
  }
  return (
    <LastStep onClose={onClose}>
      {ending.step === 'confirm' && <p>{words.nothing}</p>}
      {ending.step === 'done' && <EndedSummary {...ending.done} />}
      {ending.step === 'failed' && (
        <div role="alert">
          <p className="text-danger">{refusal(ending.error)}</p>
          {revoked > 0 && <p className="mt-2">{plural(format.locale, words.doneSoFar, revoked)}</p>}
        </div>
      )}
    </LastStep>
  );
}

/** How many end, and the last chance to think again. */
function EndConfirm({ ending, onConfirm, onClose }: Actions & { ending: Ending & { step: 'confirm' } }) {
  const { words } = useConsole();
  const format = useFormat();
  const { count, asOf, changed, target } = ending;
  const everyone = target.kind === 'everyone';
  const [typed, setTyped] = useState('');
  const ready = !everyone || typed.trim().toLowerCase() === words.everyonePhrase;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) onConfirm();
      }}
      className="flex flex-col gap-3"
    >
      {changed && (
        <p role="alert" data-testid="count-changed" className="rounded-field bg-tint px-4 py-3">
          {plural(format.locale, words.changed, count)}
        </p>
      )}
      {everyone && <p>{words.everyoneText}</p>}
      <p data-testid="will-end" data-count={count}>
        {plural(format.locale, words.willEnd, count, { time: format.timeWithSeconds(asOf) })}
      </p>
      {target.kind === 'chosen' && <ChosenSessions sessions={target.sessions} />}
      {target.kind === 'found' && <p className="text-small text-ink-soft">{words.same}</p>}
      {everyone && (
        // Nobody ends everything by a slip of the thumb.
        <label>
          <span className="mb-1 block text-small">
            {fill(words.everyoneType, { phrase: words.everyonePhrase })}
          </span>
          <input
            type="text"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            {...TYPED}
            className="field"
          />
        </label>
      )}
      <div className="mt-2 flex flex-wrap-reverse gap-3">
        <button type="button" className="button grow" onClick={onClose}>
          {words.cancel}
        </button>
        <button
          type="submit"
          className="button grow border-danger text-danger aria-disabled:border-edge aria-disabled:text-ink-soft"
          aria-disabled={!ready}
        >
          {plural(format.locale, words.end, count)}
        </button>
      </div>
    </form>
  );
}

/** Each session that was ticked, and whose it is where that is not in the title. */
function ChosenSessions({ sessions }: { sessions: readonly Chosen[] }) {
  const several = new Set(sessions.map(({ name }) => name)).size > 1;
  return (
    <ul
      data-testid="chosen-sessions"
      className="max-h-48 overflow-y-auto text-small text-ink-soft"
      tabIndex={sessions.length > 6 ? 0 : undefined}
    >
      {sessions.map(({ sid, name, device }) => (
        <li key={sid} className="py-0.5">
          {several && <span className="font-strong text-ink">{name} </span>}
          {device}
        </li>
      ))}
    </ul>
  );
}

/** How many ended, and where that is recorded. */
function EndedSummary({ revoked, alreadyGone, left }: Done) {
  const { words } = useConsole();
  const { locale } = useFormat();
  const sentences = [
    plural(locale, words.done, revoked),
    alreadyGone > 0 && plural(locale, words.alreadyGone, alreadyGone),
    left > 0 && plural(locale, words.left, left),
  ].filter((sentence) => sentence !== false);
  return (
    <>
      <p role="status" data-testid="ended" data-revoked={revoked}>
        {sentences.join(' ')}
      </p>
      <p className="mt-2 text-small text-ink-soft">{words.recorded}</p>
    </>
  );
}

/** Nothing is left to decide: one button, which has the focus. */
function LastStep({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  const { words } = useConsole();
  return (
    <>
      {children}
      <button
        type="button"
        // biome-ignore lint/a11y/noAutofocus: within a dialog, whose button before it is gone.
        autoFocus
        className="button mt-4 w-full"
        onClick={onClose}
      >
        {words.close}
      </button>
    </>
  );
}

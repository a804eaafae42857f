'use client';
import { type ReactNode, useId, useState } from 'react';
import { fill, plural } from '#app/_ui/messages/catalogue.ts';
import { useFormat, useWords } from '#app/_ui/messages/context.tsx';
import { RefusedError } from '#app/_ui/session/call-bank.ts';
import { Modal } from '#app/_ui/session/modal.tsx';
import { refusalWords } from '#app/_ui/session/refusal-words.ts';
import type { Ending, Target } from './use-ending.ts';

/** The count, its confirmation, and what came of it. */
export function EndDialog({
  ending,
  onConfirm,
  onClose,
}: {
  ending: Ending | null;
  onConfirm: () => void;
  onClose: () => void;
}) {
  const title = useTitle(ending?.target);
  // While sessions are being ended there is nothing to close: what came of it must be seen.
  const close = () => ending?.step !== 'ending' && onClose();
  return (
    <Modal open={ending !== null} title={title} onEscape={close}>
      {ending && <Steps ending={ending} onConfirm={onConfirm} onClose={onClose} />}
    </Modal>
  );
}

function useTitle(target: Target | undefined): string {
  const words = useWords('staff');
  const format = useFormat();
  if (target?.kind === 'everyone') return words.titleEveryone;
  if (target?.kind === 'found') return words.titleFound;
  const names = target?.names ?? [];
  if (names.length === 1) return fill(words.titleOne, { name: String(names[0]) });
  return fill(words.titlePeople, { count: format.count(names.length) });
}

function Steps({
  ending,
  onConfirm,
  onClose,
}: {
  ending: Ending;
  onConfirm: () => void;
  onClose: () => void;
}) {
  const words = useWords('staff');
  const format = useFormat();
  switch (ending.step) {
    case 'counting':
      return <p role="status">{words.counting}</p>;
    case 'confirm':
      return ending.count === 0 ? (
        <Closing onClose={onClose}>
          <p>{words.nothing}</p>
        </Closing>
      ) : (
        <Confirm key={ending.asOf} ending={ending} onConfirm={onConfirm} onClose={onClose} />
      );
    case 'ending':
      return (
        <p role="status" className="figures">
          {fill(words.ending, { count: format.count(ending.done.revoked) })}
        </p>
      );
    case 'done':
      return (
        <Closing onClose={onClose}>
          <Told {...ending.done} />
        </Closing>
      );
    case 'failed':
      return (
        <Closing onClose={onClose}>
          <Failed error={ending.error} revoked={ending.done.revoked} />
        </Closing>
      );
  }
}

function Confirm({
  ending,
  onConfirm,
  onClose,
}: {
  ending: Ending & { step: 'confirm' };
  onConfirm: () => void;
  onClose: () => void;
}) {
  const words = useWords('staff');
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
      {target.kind === 'found' && <p className="text-small text-ink-soft">{words.same}</p>}
      {everyone && <Typed value={typed} onChange={setTyped} />}
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

/** Nobody ends everything by a slip of the thumb. */
function Typed({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const words = useWords('staff');
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-small">
        {fill(words.everyoneType, { phrase: words.everyonePhrase })}
      </label>
      <input
        id={id}
        type="text"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        autoComplete="off"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        className="field"
      />
    </div>
  );
}

function Told({ revoked, alreadyGone, left }: { revoked: number; alreadyGone: number; left: number }) {
  const words = useWords('staff');
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

function Failed({ error, revoked }: { error: unknown; revoked: number }) {
  const words = useWords('staff');
  const common = useWords('session');
  const { locale } = useFormat();
  const own: Record<string, string> = words.errors;
  const code = error instanceof RefusedError ? error.code : '';
  return (
    <div role="alert">
      <p className="text-danger">{own[code] ?? refusalWords(common, error)}</p>
      {revoked > 0 && <p className="mt-2">{plural(locale, words.doneSoFar, revoked)}</p>}
    </div>
  );
}

/** Nothing is left to decide: one button, which has the focus. */
function Closing({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  const words = useWords('staff');
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

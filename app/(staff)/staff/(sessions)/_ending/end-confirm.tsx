import { useState } from 'react';
import { fill, plural } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import { TYPED } from '#app/(staff)/_shared/fields.tsx';
import { useConsole } from '#app/(staff)/staff/(sessions)/use-console.ts';
import type { Ending } from './use-ending.ts';

type Props = { ending: Ending & { step: 'confirm' }; onConfirm: () => void; onClose: () => void };

/** How many end, and the last chance to think again. */
export function EndConfirm({ ending, onConfirm, onClose }: Props) {
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
      {target.kind === 'one' && <p className="text-small text-ink-soft">{target.device}</p>}
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

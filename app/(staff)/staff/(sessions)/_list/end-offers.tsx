/** What may be ended, where it is offered: all that match, the chosen, everybody's. */
import { plural } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import { isAsking } from '#app/(staff)/staff/(sessions)/_query/address.ts';
import { useConsole } from '#app/(staff)/staff/(sessions)/use-console.ts';
import type { FoundSession } from '#lib/staff/session-search.ts';
import { useDescribed } from './use-described.ts';

/** What may be done with all that match; where nothing may, why. */
export function EndAllFound({ total }: { total: number }) {
  const { words, query, rights, beginEnding } = useConsole();
  const reason = rights.ends.length === 0 ? words.mayLook : rights.many ? null : words.mayOne;
  const offered = rights.ends.length > 0 && (rights.many ? isAsking(query) : Boolean(query.username));
  if (reason && !offered) {
    return (
      <p className="px-1 text-small text-ink-soft lg:px-0" data-testid="reason">
        {reason}
      </p>
    );
  }
  if (!offered || total === 0) return null;
  return (
    <button
      type="button"
      className="button w-full sm:w-auto sm:self-start"
      onClick={() => beginEnding({ kind: 'found', query })}
    >
      {words.endFound}
    </button>
  );
}

/** For the day on which no session can be trusted. */
export function Incident() {
  const { words, beginEnding } = useConsole();
  return (
    <section className="card self-start !p-4" aria-labelledby="incident">
      <h2 id="incident" className="text-small font-strong">
        {words.everyone}
      </h2>
      <p className="mt-1 text-small text-ink-soft">{words.everyoneText}</p>
      <button
        type="button"
        className="button mt-3 w-full border-danger py-2 text-danger"
        onClick={() => beginEnding({ kind: 'everyone' })}
      >
        {words.endEveryone}
      </button>
    </section>
  );
}

/** At the bottom while rows are chosen: whose they are, and what can be done with them. */
export function BulkBar({ picked, onNone }: { picked: readonly FoundSession[]; onNone: () => void }) {
  const { words, rights, beginEnding } = useConsole();
  const { locale } = useFormat();
  const described = useDescribed();
  const people = [...new Set(picked.map(({ username }) => username))];
  return (
    <section
      aria-label={words.bulk}
      data-testid="bulk"
      className="sticky bottom-0 z-10 -mx-2 flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-edge bg-raised px-4 pt-3 pb-[calc(0.75rem+env(safe-area-inset-bottom))] sm:bottom-2 sm:mx-0 sm:rounded-card sm:border sm:pb-3"
    >
      <p role="status" className="font-strong max-sm:min-w-0 max-sm:flex-1 max-sm:text-small">
        {plural(locale, words.chosen, picked.length)}{' '}
        <span className="font-normal text-ink-soft">{plural(locale, words.ofPeople, people.length)}</span>
      </p>
      <button
        type="button"
        className="text-link ml-auto min-h-11 text-small sm:order-1 sm:ml-0"
        onClick={onNone}
      >
        {words.unchoose}
      </button>
      {people.length > 1 && !rights.many ? (
        <p className="text-small text-ink-soft sm:order-2 sm:ml-auto">{words.tooMany}</p>
      ) : (
        <button
          type="button"
          className="button border-danger py-1.5 text-danger max-sm:w-full sm:order-2 sm:ml-auto"
          onClick={() => beginEnding({ kind: 'chosen', sessions: picked.map(described) })}
        >
          {plural(locale, words.endChosen, picked.length)}
        </button>
      )}
    </section>
  );
}

import { isAsking } from '#app/(staff)/staff/(sessions)/_query/address.ts';
import { useConsole } from '#app/(staff)/staff/(sessions)/use-console.ts';

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
    <section className="card !p-4" aria-labelledby="incident">
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

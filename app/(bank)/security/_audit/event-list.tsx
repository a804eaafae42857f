import { classes } from '#app/_kit/class-names.ts';
import { fill, plural } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import type { SecurityWords } from '#app/(bank)/security/words.ts';
import type { AuditView } from '#lib/audit/own-log.ts';
import { eventPlace, eventWords } from './event-words.ts';

export type AuditLog = { items: readonly AuditView[]; next: number | null };

/** What happened to one's sessions and password, newest first, in plain words. */
export function EventList({
  log,
  now,
  loading,
  failed,
  words,
  onOlder,
}: {
  log: AuditLog;
  now: number;
  loading: boolean;
  failed: boolean;
  words: SecurityWords;
  onOlder: () => void;
}) {
  return (
    <section className="card" aria-labelledby="events">
      <h2 id="events" className="mb-1 font-strong">
        {words.events}
      </h2>
      {log.items.length === 0 && <p className="text-ink-soft">{words.noEvents}</p>}
      <ol>
        {log.items.map((event) => (
          <Event key={event.n} event={event} now={now} words={words} />
        ))}
      </ol>
      <p role="alert" className="mt-2 text-danger empty:hidden">
        {failed && words.eventsFailed}
      </p>
      {log.next !== null && (
        <button
          type="button"
          className="button mt-3 w-full sm:w-auto"
          onClick={onOlder}
          aria-disabled={loading}
        >
          {loading ? words.loading : words.olderEvents}
        </button>
      )}
    </section>
  );
}

function Event({ event, now, words }: { event: AuditView; now: number; words: SecurityWords }) {
  const format = useFormat();
  const where = [
    eventPlace(words, event),
    event.current && words.here,
    event.times > 1 && plural(format.locale, words.times, event.times),
  ].filter(Boolean);
  return (
    <li data-act={event.act} className="border-line py-2.5 not-last:border-b">
      <p className="flex items-baseline justify-between gap-3">
        <span className={classes('min-w-0', event.outcome === 'refused' && 'text-danger')}>
          {eventWords(words, event)}
        </span>
        <time
          dateTime={new Date(event.at).toISOString()}
          className="figures shrink-0 text-small text-ink-soft"
        >
          {fill(words.at, { day: format.day(event.at, now), time: format.time(event.at) })}
        </time>
      </p>
      <p className="text-small text-ink-soft">{where.join(' · ')}</p>
    </li>
  );
}

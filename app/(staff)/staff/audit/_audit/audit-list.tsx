import type { ReactNode } from 'react';
import { classes } from '#app/_kit/class-names.ts';
import { fill, plural } from '#app/_words/catalogue.ts';
import { messages, requestFormat } from '#app/_words/server.ts';
import { CardLabel } from '#app/(staff)/_shared/card-label.tsx';
import { named } from '#app/(staff)/_shared/names.ts';
import type { StaffAuditEntry } from '#lib/staff/audit-search.ts';
import { auditActor, auditDetails, auditPlace } from './audit-detail.ts';

/** Who, what, whom, from where, when, outcome: a dense table, and cards on a phone. */
export async function AuditList({ items, now }: { items: readonly StaffAuditEntry[]; now: number }) {
  const words = (await messages()).staff.audit;
  const heads = [words.when, words.act, words.user, words.by, words.from, words.detail];
  return (
    <table className="w-full border-collapse text-small max-lg:block">
      <caption className="sr-only">{words.list}</caption>
      <thead className="max-lg:sr-only">
        <tr className="border-b border-line text-left text-ink-soft">
          {heads.map((head) => (
            <th key={head} scope="col" className="px-2 py-2 font-normal">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="max-lg:grid max-lg:gap-2 sm:max-lg:grid-cols-2">
        {items.map((entry) => (
          <Entry key={`${entry.subject} ${entry.n}`} entry={entry} now={now} />
        ))}
      </tbody>
    </table>
  );
}

async function Entry({ entry, now }: { entry: StaffAuditEntry; now: number }) {
  const { staff, session } = await messages();
  const words = staff.audit;
  const format = await requestFormat();
  const place = auditPlace({ staff, session }, entry);
  const refused = entry.outcome === 'refused';
  const details = auditDetails(staff, entry.detail, {
    moment: (at) => fill(staff.at, { day: format.day(at, now), time: format.time(at) }),
    money: format.money,
  });
  return (
    <tr
      data-act={entry.act}
      data-user={entry.username}
      className="align-top max-lg:flex max-lg:flex-col max-lg:gap-0.5 max-lg:rounded-card max-lg:border max-lg:border-line max-lg:bg-raised max-lg:px-4 max-lg:py-3 lg:border-b lg:border-line lg:hover:bg-sunken"
    >
      <td className="figures text-ink-soft lg:px-2 lg:py-2">
        <time dateTime={new Date(entry.at).toISOString()}>
          {fill(staff.at, { day: format.day(entry.at, now), time: format.timeWithSeconds(entry.at) })}
        </time>
      </td>
      <th
        scope="row"
        className={classes('text-left font-strong max-lg:-order-1 lg:px-2 lg:py-2', refused && 'text-danger')}
      >
        {named(words.acts, entry.act)}
        {entry.times > 1 && (
          <span className="ml-2 font-normal text-ink-soft">
            {plural(format.locale, words.times, entry.times)}
          </span>
        )}
      </th>
      <Cell label={words.user}>{entry.username || words.gone}</Cell>
      <Cell label={words.by}>{auditActor(staff, entry)}</Cell>
      <Cell label={words.from} empty={place === ''}>
        {place}
      </Cell>
      <Cell label={words.detail} empty={details.length === 0}>
        {details.join('\u00a0· ')}
      </Cell>
    </tr>
  );
}

const Cell = (props: { label: string; empty?: boolean; children: ReactNode }) => (
  <td className={classes('lg:px-2 lg:py-2', props.empty && 'max-lg:hidden')}>
    <CardLabel>{props.label}</CardLabel>
    {props.children}
  </td>
);

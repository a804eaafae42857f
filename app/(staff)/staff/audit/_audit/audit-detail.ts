/** Who did what an entry of the audit log records, from where, and its details, in words. */
import { type Catalogue, fill } from '#app/_words/catalogue.ts';
import { deviceName } from '#app/_words/device-name.ts';
import { named } from '#app/(staff)/_shared/names.ts';
import { type AuditEntry, OPERATOR } from '#lib/audit/audit-entry.ts';
import { MINUTE } from '#lib/time.ts';

type Words = Catalogue['staff'];
type Who = Pick<AuditEntry, 'actor' | 'actorName'>;
type Place = Pick<AuditEntry, 'actor' | 'address' | 'browser' | 'system'>;

/** Who did it: users by their names, whoever runs the bank by a word. */
export function auditActor({ audit }: Words, { actor, actorName }: Who): string {
  if (actor === null) return `${actorName} (${audit.nobody})`;
  return actor === OPERATOR.actor ? audit.operator : actorName;
}

/** Where an entry is from. What the bank itself did has no browser, what its operator did no address either. */
export function auditPlace({ staff, session }: Pick<Catalogue, 'staff' | 'session'>, entry: Place): string {
  if (entry.actor === null && entry.address === '' && entry.browser === '') return staff.audit.manyPlaces;
  return [entry.address, deviceName(session, entry)].filter(Boolean).join(' · ');
}
type Value = AuditEntry['detail'][string];
/** How times, and amounts in minor units, are written. */
type Told = Record<'moment' | 'money', (value: number) => string>;

/** Names of keys and what is behind them; a key of a newer version is shown as it is. */
export function auditDetails(words: Words, detail: AuditEntry['detail'], told: Told) {
  const names: Record<string, string> = words.audit.details;
  return Object.entries(detail)
    .filter(([key]) => key !== 'user' || detail.username === undefined)
    .map(([key, value]) => `${named(names, key)}: ${wordFor(words, key, value, told)}`);
}

function wordFor(words: Words, key: string, value: Value, { moment, money }: Told): string {
  const { yes, no, values } = words.audit;
  if (typeof value === 'boolean') return value ? yes : no;
  if (key === 'hour') return moment(Number(value));
  if (key.endsWith('Minor')) return money(Number(value));
  if (key === 'role' || key === 'before') return named(words.roles, String(value));
  if (key === 'policy') return named(words.policies, String(value));
  if (key === 'filter') return questionOf(words, String(value), moment);
  return key === 'reason' || key === 'transport' ? named(values, String(value)) : String(value);
}

/** The question that staff asked, by the labels of its fields. */
function questionOf(words: Words, json: string, moment: (at: number) => string): string {
  const filter = read(json);
  if (filter === null) return json;
  const labels: Record<string, unknown> = { ...words, role: words.roleOf, sid: words.audit.details.sid };
  const shown: Record<string, (text: string) => string> = {
    role: (text) => named(words.roles, text),
    kind: (text) => named(words.kinds, text),
    policy: (text) => named(words.policies, text),
    since: (text) => moment(Number(text)),
    idleFor: (text) => fill(words.idleMinutes, { count: Math.round(Number(text) / MINUTE) }),
    stepUp: (text) => (text === 'with' ? words.withStepUp : words.withoutStepUp),
  };
  const parts = Object.entries(filter).map(([name, value]) => {
    const text = String(value);
    return name === 'q' ? `“${text}”` : `${labels[name] ?? name}: ${shown[name]?.(text) ?? text}`;
  });
  return parts.length > 0 ? parts.join(', ') : words.audit.everything;
}

function read(json: string): Record<string, unknown> | null {
  try {
    const found: unknown = JSON.parse(json);
    return typeof found === 'object' && found !== null ? { ...found } : null;
  } catch {
    return null;
  }
}

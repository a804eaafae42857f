import { type Catalogue, fill } from '#app/_words/catalogue.ts';
import type { AuditView } from '#lib/audit/own-log.ts';

/** What an entry of the audit log says to its owner. An unknown one is still shown. */
export function eventWords(
  { event, sessionEnd }: Pick<Catalogue['security'], 'event' | 'sessionEnd'>,
  { act, detail }: AuditView,
): string {
  const ends: Record<string, string> = sessionEnd;
  const events: Record<string, string> = event;
  if (act === 'session_ended') return ends[String(detail.reason)] ?? event.session_ended;
  if (act === 'password_changed' && detail.endOthers === true) return event.password_changed_all;
  if (act === 'sign_in_refused' && detail.reason === 'throttled') return event.sign_in_throttled;
  const said = events[detail.method === 'passkey' ? `${act}_passkey` : act] ?? event.other;
  return typeof detail.name === 'string' ? fill(said, { name: detail.name }) : said;
}

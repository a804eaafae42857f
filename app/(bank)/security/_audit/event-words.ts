import { fromAddress } from '#app/_frame/session/from-address.ts';
import { type Catalogue, fill } from '#app/_words/catalogue.ts';
import { deviceName } from '#app/_words/device-name.ts';
import type { SecurityWords } from '#app/(bank)/security/words.ts';
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

/** Where it was done. What the bank did names no device: it would be that of its staff, taken for the customer's own. */
export function eventPlace(
  words: Pick<
    SecurityWords,
    'byStaff' | 'manyPlaces' | 'device' | 'unknownDevice' | 'address' | 'thisComputer'
  >,
  event: Pick<AuditView, 'by' | 'address' | 'browser' | 'system'>,
): string {
  if (event.by === 'staff') return words.byStaff;
  if (event.by === 'anonymous' && event.address === '') return words.manyPlaces;
  return [deviceName(words, event), fromAddress(words, event.address)].filter(Boolean).join(' · ');
}

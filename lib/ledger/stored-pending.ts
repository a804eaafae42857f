/** What is stored as pending, which may be damaged: one element must not hide the others. */
import { z } from 'zod';
import { type Pending, pendingSchema } from '#lib/ledger/ledger-entry.ts';

/** `faults` says what could not be read. */
export type ReadPending = { pending: Pending[]; faults: string[] };

const documentSchema = z.record(z.string(), z.unknown());

/** Of the document of an account: an object by id. */
export function pendingIn(document: unknown): ReadPending {
  const stored = documentSchema.safeParse(document);
  if (!stored.success) return { pending: [], faults: ['pending is no object'] };
  const [pending, faults]: [Pending[], string[]] = [[], []];
  for (const [id, one] of Object.entries(stored.data)) {
    const read = pendingSchema.safeParse(one).data;
    if (read?.id === id) pending.push(read);
    else faults.push(`pending ${id} is no pending transaction`);
  }
  return { pending, faults };
}

/** Its key as a script saw it: `json` is '' in one of another type. */
export type StoredPending = { type: string; json: string };

export function readStored({ type, json }: StoredPending): ReadPending {
  if (json !== '') return pendingIn(JSON.parse(json));
  return { pending: [], faults: type === 'none' ? [] : [`pending is a ${type}`] };
}

/** Readiness: pages are loaded, Redis answers with its modules, indexes are complete and the demo is loaded. */
import { z } from 'zod';
import { AUDIT_INDEX } from '#lib/audit/audit-index.ts';
import { config } from '#lib/config.ts';
import { BankError } from '#lib/errors.ts';
import { USER_INDEX } from '#lib/identity/user-index.ts';
import { transactionIndex } from '#lib/ledger/ledger-index.ts';
import { log } from '#lib/log.ts';
import { noteIndex } from '#lib/notes/notes-index.ts';
import { once } from '#lib/once.ts';
import { type Redis, webRedis } from '#lib/redis/client.ts';
import { indexedShare } from '#lib/redis/indexes.ts';
import { keys } from '#lib/redis/keys.ts';
import { ACTS, noteRoom, readRoom } from '#lib/redis/room.ts';
import { SESSION_INDEX } from '#lib/sessions/session-index.ts';
import { SECOND } from '#lib/time.ts';

/** Every search index of the bank: the deploy step makes them, and the bank is not ready without them. */
export const SEARCH_INDEXES = [SESSION_INDEX, USER_INDEX, AUDIT_INDEX, transactionIndex, noteIndex];

/** One command of each module, by which it is known. */
const MODULE_COMMANDS = { search: 'ft.aggregate', json: 'json.get', timeseries: 'ts.range' };
/** Field of the hash in which the seed notes that the history is complete. */
export const HISTORY_LOADED = 'history';
/** Field in which the deploy step notes what a power cut can take back. */
export const DURABILITY = 'durability';
/** Nothing that was answered or shown, the last second, more than that, or Redis did not say. */
const durabilitySchema = z.enum(['always', 'second', 'none', 'unknown']);
export type Durability = z.infer<typeof durabilitySchema>;

/** Field in which the audit of the ledger notes its verdict. */
export const LEDGER_AUDIT = 'ledger';
/** Every number follows from the entries, or not, or the audit has not ended yet. */
const ledgerAuditSchema = z.enum(['right', 'wrong', 'unfinished']);
export type LedgerAudit = z.infer<typeof ledgerAuditSchema>;

/** Last logged, so that frequent probes log only changes. */
const said = () => once('readiness.said', () => ({ reason: '' }));

/** What this process is still loading. */
const busyWith = () => once('readiness.busy', () => new Set<string>());

/** Not ready before the answered function is called. */
export function notReadyWhile(what: string): () => void {
  busyWith().add(what);
  return () => void busyWith().delete(what);
}

/**
 * What this Redis is to a customer: what a power cut can take back, what the last audit said, if there was one, and what
 * cannot be done for want of room.
 */
export const readySchema = z.object({
  durability: durabilitySchema,
  ledger: ledgerAuditSchema.optional(),
  refused: z.array(z.enum(ACTS)),
  because: z.enum(['memory_full', 'disk_low', 'disk_full']).nullable(),
});

/**
 * Answers what a power cut can take back, the last verdict on the ledger, and what is refused. Throws `starting` when
 * something is missing, and as Redis' calls do when it is unavailable. Sends COMMAND INFO, an FT.INFO an index, HGETALL and INFO, O(1) each.
 */
export async function requireReady(): Promise<z.input<typeof readySchema>> {
  const redis = webRedis();
  // What this process itself knows is answered without Redis.
  const [busy] = busyWith();
  const deployed = busy ? {} : await redis.hGetAll(keys.deployed());
  const reason = busy ?? (await whatIsMissing(redis, deployed)) ?? '';
  const before = said();
  if (before.reason !== reason)
    log.info(reason === '' ? 'ready' : 'not ready', reason === '' ? {} : { reason });
  before.reason = reason;
  if (reason !== '') {
    throw new BankError('starting', 'The bank is opening. Please try again in a moment.', {
      retryAfterSeconds: 1,
    });
  }
  const room = await readRoom(redis, config().redis.folder);
  const ledger = ledgerAuditSchema.safeParse(deployed[LEDGER_AUDIT]).data;
  return {
    durability: durabilitySchema.catch('unknown').parse(deployed[DURABILITY]),
    ...(ledger ? { ledger } : {}),
    ...noteRoom(room),
  };
}

/** The last look for the site: when it began, and its answer. */
const siteLook = () =>
  once('readiness.site', () => ({ atMs: Number.NEGATIVE_INFINITY, ready: Promise.resolve({}) }));

/** As `requireReady`, with an answer that is at most a second old: anybody may ask the site, as often as they like. */
export async function requireReadyLately(): Promise<void> {
  // What this process itself knows costs nothing.
  if (busyWith().size > 0) await requireReady();
  const last = siteLook();
  const nowMs = performance.now();
  if (nowMs - last.atMs >= SECOND) Object.assign(last, { atMs: nowMs, ready: requireReady() });
  await last.ready;
}

async function whatIsMissing(redis: Redis, deployed: Record<string, string>): Promise<string | null> {
  const commands = Object.values(MODULE_COMMANDS);
  const known = (await redis.sendCommand(['COMMAND', 'INFO', ...commands])) as unknown as unknown[];
  const [missing] = Object.keys(MODULE_COMMANDS).filter((_, at) => !known[at]);
  if (missing) return `Redis has no module ${missing}`;
  for (const { alias } of SEARCH_INDEXES) {
    const share = await indexedShare(redis, alias).catch(noSuchIndex);
    if (share < 1) return `index ${alias} is at ${Math.floor(100 * share)}%`;
  }
  const loaded = !config().demo || HISTORY_LOADED in deployed;
  return loaded ? null : 'the demo history is not loaded';
}

/** A missing index counts as empty; other errors are thrown. */
function noSuchIndex(error: unknown): number {
  if (error instanceof Error && /no such index|unknown index/i.test(error.message)) return 0;
  throw error;
}

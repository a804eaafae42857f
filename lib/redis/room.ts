/**
 * How much room Redis has left in its memory and, where its files lie on a disk of this machine, on that. At its limits
 * it refuses writes by itself. Before them whoever runs the bank is told. Below RESERVED_BYTES of disk the bank stops to
 * grow: a full disk refuses every write, so what is left is for the ends of sessions. So it does at the limit of memory,
 * beyond which those may still write.
 */
import { statfs } from 'node:fs/promises';
import { log } from '#lib/log.ts';
import { once } from '#lib/once.ts';
import type { Redis } from '#lib/redis/connect.ts';
import { SECOND } from '#lib/time.ts';

const MB = 1024 * 1024;
const RESERVED_BYTES = 256 * MB;
/** Each alarm is over a little beyond the mark at which it began, so that it does not come and go. */
const MEMORY = { low: 0.8, enough: 0.75 };
const DISK = { low: RESERVED_BYTES, enough: 1.25 * RESERVED_BYTES };
const LOOK_EVERY_MS = 5 * SECOND;

export type Room = {
  /** Used of `maxmemory`: 1 is full, 0 without a limit. */
  memory: number;
  /** Free on the disk of Redis' files; infinite where that is not this machine's, NaN where it cannot be looked at. */
  diskBytes: number;
  /** False when Redis could not write to its append-only file. */
  writable: boolean;
};

/** Everything there is before anybody looked. */
const ENOUGH: Room = { memory: 0, diskBytes: Number.POSITIVE_INFINITY, writable: true };

/** Below the reserve, or in full memory: nothing that lets the bank grow is taken in. `isRedisUnavailable` knows it by name. */
class NoRoomError extends Error {
  override name = 'NoRoomError';
}

type Shortage = 'memory_full' | 'disk_low' | 'disk_full';
export const ACTS = ['postings', 'notes', 'sign_ins', 'settings', 'endings'] as const;
const REFUSED: Record<Shortage, readonly (typeof ACTS)[number][]> = {
  disk_low: ['postings', 'notes', 'sign_ins'],
  memory_full: ['postings', 'notes', 'sign_ins', 'settings'],
  disk_full: ACTS,
};

/** INFO, O(1). Without a Redis only the disk, and so where its user may not ask: then Redis alone refuses. */
export async function readRoom(redis: Redis | null, folder: string | undefined): Promise<Room> {
  const asked = redis?.sendCommand(['INFO', 'memory', 'persistence']).catch(orNothing);
  const info = String(await asked);
  const number = (name: string) => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? 0);
  const max = number('maxmemory');
  return {
    memory: max === 0 ? 0 : (number('used_memory') - number('mem_not_counted_for_evict')) / max,
    diskBytes: folder === undefined ? ENOUGH.diskBytes : await freeBytes(folder),
    writable: !/^aof_last_write_status:err/m.test(info),
  };
}

const freeBytes = (folder: string): Promise<number> =>
  statfs(folder).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => Number.NaN,
  );

function orNothing(error: unknown): '' {
  if (error instanceof Error && error.message.startsWith('NOPERM')) return '';
  throw error;
}

const DISK_LOW = 'the disk of Redis is nearly full: postings, notes and sign-ins stop';
const alarms = () => once('redis.alarms', () => new Set<string>());
const looked = () => once('redis.looked', () => ({ memoryFull: false }));

/**
 * Takes a look into account: alarms begin or end with a line each, and the bank stops to grow or goes on. Answers what
 * cannot be done from now on, and why.
 */
export function noteRoom({ memory, diskBytes, writable }: Room) {
  const { low, enough } = MEMORY;
  alarm('the memory of Redis is nearly full', memory >= low, memory < enough, {
    percent: Math.round(100 * memory),
  });
  // What is unknown begins and ends no other alarm.
  const unknown = Number.isNaN(diskBytes);
  alarm('REDIS_FOLDER cannot be looked at: how full its disk is, is unknown', unknown, !unknown, {});
  alarm(DISK_LOW, diskBytes < DISK.low, diskBytes >= DISK.enough, { freeMb: Math.floor(diskBytes / MB) });
  alarm('Redis cannot write to its disk: every change is refused', !writable, writable, {});
  looked().memoryFull = memory >= 1;
  const shortages: [Shortage, boolean][] = [
    ['disk_full', !writable || diskBytes === 0],
    ['memory_full', looked().memoryFull],
    ['disk_low', alarms().has(DISK_LOW)],
  ];
  const because = shortages.find(([, holds]) => holds)?.[0] ?? null;
  return { refused: because === null ? [] : [...REFUSED[because]], because };
}

function alarm(message: string, begins: boolean, ends: boolean, fields: Record<string, number>): void {
  if (begins && !alarms().has(message)) {
    alarms().add(message);
    log.warn(message, fields);
  } else if (ends && alarms().delete(message)) {
    log.info(`over: ${message}`, fields);
  }
}

/** Looks every five seconds while the process lives. An unavailable Redis is for its connection to tell. */
export function watchRoom(redis: Redis | null, folder: string | undefined): void {
  const look = () => readRoom(redis, folder).then(noteRoom, () => undefined);
  void look();
  setInterval(look, LOOK_EVERY_MS).unref();
}

/** False below the reserve of disk and in full memory, as they were last looked at. */
export const mayGrow = (): boolean => !alarms().has(DISK_LOW) && !looked().memoryFull;

/** Throws a NoRoomError where the bank may not grow. Sends nothing. */
export function requireRoom(): void {
  if (mayGrow()) return;
  throw new NoRoomError(
    looked().memoryFull
      ? 'the memory of Redis is full'
      : `less than ${RESERVED_BYTES / MB} MB free on the disk of Redis`,
  );
}

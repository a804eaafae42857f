import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { toBankError } from '#lib/errors.ts';
import { connectRedis, type Redis } from '#lib/redis/client.ts';
import { noteRoom, type Room, readRoom, requireRoom } from '#lib/redis/room.ts';
import { throwAwayRedis } from '#scripts/lib/redis/throwaway.mjs';
import { fillDisk } from '#tests/setup/full-disk.ts';

const MB = 1024 * 1024;
const ENOUGH: Room = { memory: 0.1, diskBytes: 1e12, writable: true };
const thrown = () => {
  try {
    return void requireRoom();
  } catch (error) {
    return toBankError(error);
  }
};

let server: Awaited<ReturnType<typeof throwAwayRedis>>;
let admin: Redis;
let web: Redis;
let lines: { level: string; message: string }[];
beforeAll(async () => {
  server = await throwAwayRedis();
  admin = await connectRedis(server.urls.admin, { name: 'test-room', deadlineMs: 5000 });
  web = await connectRedis(server.urls.web, { name: 'test-room-web', deadlineMs: 5000 });
});
afterAll(async () => {
  admin?.destroy();
  web?.destroy();
  await server?.stop();
});
afterEach(() => void vi.restoreAllMocks());

const listening = () => {
  lines = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((line) => lines.push(JSON.parse(String(line))) > 0);
};

describe('the room that Redis has', () => {
  it('is what it says of its memory and its file, and what the disk has free, with the web process’s rights', async () => {
    expect(await readRoom(web, undefined)).toEqual({ memory: 0, diskBytes: Infinity, writable: true });
    // Who may not ask, as the worker, knows of no shortage; Redis refuses by itself.
    const worker = await connectRedis(server.urls.worker, { name: 'test-room-worker', deadlineMs: 5000 });
    expect(await readRoom(worker, undefined)).toEqual(await readRoom(null, undefined));
    worker.destroy();
    const { diskBytes } = await readRoom(web, server.folder);
    expect(diskBytes).toBeGreaterThan(0);
    expect(diskBytes).toBeLessThan(1e18);
    await admin.configSet('maxmemory', '1gb');
    const { memory } = await readRoom(web, undefined);
    expect(memory).toBeGreaterThan(0.0001);
    expect(memory).toBeLessThan(1);
    await admin.configSet('maxmemory', '1mb');
    expect((await readRoom(web, undefined)).memory).toBeGreaterThanOrEqual(1);
    await admin.configSet('maxmemory', '0');
    const makeRoom = await fillDisk(admin, server.folder);
    expect((await readRoom(web, undefined)).writable).toBe(false);
    await makeRoom();
    expect((await readRoom(web, undefined)).writable).toBe(true);
  });

  it('says at 80% of the memory that it gets full, once, and once when it is over', () => {
    listening();
    for (const memory of [0.5, 0.79, 0.8, 0.95, 0.79, 0.81, 1, 0.76]) noteRoom({ ...ENOUGH, memory });
    expect(lines).toMatchObject([
      { level: 'warn', message: 'the memory of Redis is nearly full', percent: 80 },
    ]);
    for (const memory of [0.74, 0.79]) noteRoom({ ...ENOUGH, memory });
    expect(lines.slice(1)).toMatchObject([
      { level: 'info', message: 'over: the memory of Redis is nearly full', percent: 74 },
    ]);
  });

  it('below 256 MB of disk lets nothing grow, and again when there is more', () => {
    listening();
    noteRoom({ ...ENOUGH, diskBytes: 257 * MB });
    expect(thrown()).toBeUndefined();
    noteRoom({ ...ENOUGH, diskBytes: 255 * MB });
    expect(thrown()).toMatchObject({ status: 503, code: 'redis_unavailable' });
    // As readiness says.
    expect(noteRoom({ ...ENOUGH, diskBytes: 300 * MB })).toMatchObject({ because: 'disk_low' });
    expect(thrown()).toMatchObject({ status: 503 });
    noteRoom({ ...ENOUGH, diskBytes: 330 * MB });
    expect(thrown()).toBeUndefined();
    expect(lines.map(({ level }) => level)).toEqual(['warn', 'info']);
  });

  it('goes on as it was, with one line, while the folder of its files is not to be found', async () => {
    noteRoom(ENOUGH);
    listening();
    const gone = path.join(server.folder, 'gone');
    for (let at = 0; at < 2; at++) expect(noteRoom(await readRoom(null, gone)).because).toBeNull();
    expect(lines).toMatchObject([
      { level: 'warn', message: 'REDIS_FOLDER cannot be looked at: how full its disk is, is unknown' },
    ]);
    noteRoom({ ...ENOUGH, diskBytes: 255 * MB });
    expect(noteRoom(await readRoom(null, gone)).because).toBe('disk_low');
    noteRoom(ENOUGH);
    expect(lines.map(({ level }) => level)).toEqual(['warn', 'info', 'warn', 'warn', 'info', 'info']);
  });

  it('lets nothing grow in full memory, and again when there is more', () => {
    listening();
    noteRoom({ ...ENOUGH, memory: 1 });
    expect(thrown()).toMatchObject({ status: 503, code: 'redis_unavailable' });
    noteRoom({ ...ENOUGH, memory: 0.99 });
    expect(thrown()).toBeUndefined();
  });

  it.each<[Partial<Room>, string[], string | null]>([
    [{}, [], null],
    [{ memory: 0.99 }, [], null],
    [{ diskBytes: 255 * MB }, ['postings', 'notes', 'sign_ins'], 'disk_low'],
    [{ memory: 1, diskBytes: 255 * MB }, ['postings', 'notes', 'sign_ins', 'settings'], 'memory_full'],
    [{ writable: false }, ['postings', 'notes', 'sign_ins', 'settings', 'endings'], 'disk_full'],
    [{ memory: 1, diskBytes: 0 }, ['postings', 'notes', 'sign_ins', 'settings', 'endings'], 'disk_full'],
  ])('of %o refuses %j: %s', (room, refused, because) => {
    listening();
    noteRoom(ENOUGH);
    expect(noteRoom({ ...ENOUGH, ...room })).toEqual({ refused, because });
  });
});

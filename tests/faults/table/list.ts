/** The faults: how each is done and healed. A row of the table a fault. */
import { renameSync, rmSync } from 'node:fs';
import { connect as dial, type Socket } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MINUTE, SECOND } from '#lib/time.ts';
import { DATA } from '#scripts/lib/redis/throwaway.mjs';
import { cutTail, tearTail } from './append-only-file.ts';
import { type Crowd, openCrowd } from './crowd.ts';
import { HOST, type World, type WorldOptions } from './world.ts';

export type Fault = {
  name: string;
  how: string;
  rounds: number;
  world: WorldOptions;
  /** Before the load begins. */
  prepare?: (world: World) => unknown;
  strike: (world: World, round: number) => unknown;
  heal: (world: World, round: number) => unknown;
  /** What else must have come back. */
  until?: (world: World) => unknown;
  /** From the strike to the healing. */
  lastsMs: number;
  /** Else a minute. */
  recoversWithinMs?: number;
  /** It takes back what was acknowledged, by its nature. */
  mayLose?: boolean;
  /** It takes the streams' log away. */
  mayReset?: boolean;
  /** Customers are to notice nothing. */
  unseen?: boolean;
  /** It is one of a disk, which only those can have who may mount. */
  ofDisk?: boolean;
  /** In `npm test`, where it takes under ten seconds. */
  gate: boolean;
};

const [KILLS, POWER_CUTS, OTHERS] = [10, 20, 3];
const PRODUCTION: WorldOptions = { webs: 2, workers: 2 };

/** Of a life's steps, another one each round. */
const stepOf = <T>(steps: readonly T[], round: number): T => steps[round % steps.length] as T;

const startRedis = ({ redis }: World) => redis.resume();
const firstWeb = ({ webs: [web] }: World) => {
  if (!web) throw new Error('no web process');
  return web;
};
const firstWorker = ({ workers: [worker] }: World) => {
  if (!worker) throw new Error('no worker');
  return worker;
};
const setMemory = ({ admin }: World, maxmemory: string) => admin.configSet({ maxmemory });

const REDIS_STEPS: ((world: World) => Promise<unknown>)[] = [
  // Serving.
  ({ redis }) => redis.halt('SIGKILL'),
  // Writing its file anew.
  async ({ redis, admin }) => {
    await admin.bgRewriteAof();
    await redis.halt('SIGKILL');
  },
  // Reading its file.
  async ({ redis }) => {
    await redis.halt('SIGKILL');
    const started = redis.resume().catch(() => {});
    await sleep(100);
    await redis.halt('SIGKILL');
    await started;
  },
];
const WEB_STEPS: ((world: World) => Promise<unknown>)[] = [
  // Serving.
  (world) => firstWeb(world).kill(),
  // Starting.
  async (world) => {
    await firstWeb(world).kill();
    firstWeb(world).start();
    await sleep(500);
    await firstWeb(world).kill();
  },
  // Draining.
  async (world) => {
    firstWeb(world).send('SIGTERM');
    await sleep(1000);
    await firstWeb(world).kill();
  },
];

const crowds = new Map<World, Crowd>();
const CROWD = 5000;

/** Clients that send half a request, read nothing of an answer, or say nothing at all. */
const slow = new Map<World, Socket[]>();
const SLOW_EACH = 50;
const HALVES = [
  '',
  `GET /overview HTTP/1.1\r\nhost: ${HOST}\r\n`,
  `GET /api/openapi.json HTTP/1.1\r\nhost: ${HOST}\r\n\r\n`,
];

export const FAULTS: readonly Fault[] = [
  {
    name: 'redis-killed',
    how: 'SIGKILL while it serves, rewrites its file or reads it; started a second later',
    rounds: KILLS,
    world: PRODUCTION,
    strike: (world, round) => stepOf(REDIS_STEPS, round)(world),
    lastsMs: SECOND,
    heal: startRedis,
    gate: true,
  },
  {
    name: 'web-killed',
    how: 'one of two: SIGKILL while it serves, starts or drains; started again',
    rounds: KILLS,
    world: PRODUCTION,
    strike: (world, round) => stepOf(WEB_STEPS, round)(world),
    lastsMs: SECOND,
    heal: (world) => firstWeb(world).start(),
    gate: true,
  },
  {
    name: 'worker-killed',
    how: 'one of two: SIGKILL within 50 ms of a tick; started again',
    rounds: KILLS,
    world: PRODUCTION,
    async strike(world, round) {
      await sleep(10 * SECOND - (Date.now() % (10 * SECOND)) + 5 * round);
      await firstWorker(world).kill();
    },
    lastsMs: SECOND,
    heal: (world) => firstWorker(world).start(),
    gate: false,
  },
  {
    name: 'five-workers',
    how: 'five of them; all but one killed, one after another, and started again',
    rounds: OTHERS,
    world: { ...PRODUCTION, workers: 5 },
    async strike({ workers }) {
      for (const worker of workers.slice(1)) {
        await worker.kill();
        await sleep(SECOND);
      }
    },
    lastsMs: 10 * SECOND,
    heal({ workers }) {
      for (const worker of workers.slice(1)) worker.start();
    },
    gate: false,
  },
  {
    name: 'redis-stopped',
    how: 'SIGTERM; started five seconds later',
    rounds: OTHERS,
    world: PRODUCTION,
    strike: ({ redis }) => redis.halt('SIGTERM'),
    lastsMs: 5 * SECOND,
    heal: startRedis,
    gate: false,
  },
  {
    name: 'redis-empty',
    how: 'started without its data; five seconds later stopped, and started with them',
    rounds: OTHERS,
    world: PRODUCTION,
    async strike({ redis }) {
      await redis.halt('SIGKILL');
      renameSync(path.join(redis.folder, DATA), path.join(redis.folder, 'kept'));
      await redis.resume();
    },
    lastsMs: 5 * SECOND,
    async heal({ redis }) {
      await redis.halt('SIGKILL');
      rmSync(path.join(redis.folder, DATA), { recursive: true });
      renameSync(path.join(redis.folder, 'kept'), path.join(redis.folder, DATA));
      await redis.resume();
    },
    mayReset: true,
    gate: true,
  },
  {
    name: 'file-torn',
    how: 'SIGKILL, and the append-only file ends within a posting that was never acknowledged',
    rounds: OTHERS,
    world: PRODUCTION,
    async strike({ redis }, round) {
      await redis.halt('SIGKILL');
      tearTail(redis.folder, [1, 40, 300, 1100][round % 4] ?? 1);
    },
    lastsMs: 0,
    async heal(world) {
      await startRedis(world);
      // What a torn file left must not come back at the start after the next.
      await sleep(SECOND);
      await world.redis.halt('SIGTERM');
      await startRedis(world);
    },
    gate: false,
  },
  {
    name: 'file-truncated',
    how: 'SIGKILL, and the append-only file is ten thousand bytes shorter',
    rounds: OTHERS,
    world: PRODUCTION,
    async strike({ redis }, round) {
      await redis.halt('SIGKILL');
      cutTail(redis.folder, 10_000 + 77 * round);
    },
    lastsMs: 0,
    heal: startRedis,
    mayLose: true,
    gate: false,
  },
  {
    name: 'power-cut',
    how: 'the power of the disk that holds the append-only file is cut (`appendfsync always`)',
    rounds: POWER_CUTS,
    world: PRODUCTION,
    strike: cutPower,
    lastsMs: SECOND,
    heal: startRedis,
    ofDisk: true,
    gate: true,
  },
  {
    name: 'power-cut-everysec',
    how: 'the same with `appendfsync everysec`, to see that a loss would be seen',
    rounds: OTHERS,
    world: { ...PRODUCTION, appendfsync: 'everysec' },
    strike: cutPower,
    lastsMs: SECOND,
    heal: startRedis,
    mayLose: true,
    ofDisk: true,
    gate: false,
  },
  {
    name: 'swallowed',
    how: 'a black hole between the bank and Redis: bytes are lost for twelve seconds, handshakes too',
    rounds: OTHERS,
    world: PRODUCTION,
    strike: ({ wire }) => wire.goSilent(),
    lastsMs: 12 * SECOND,
    heal: ({ wire }) => wire.recover(),
    gate: false,
  },
  {
    name: 'swallowed-commands',
    how: 'the same of the connections for commands alone, for three seconds',
    rounds: OTHERS,
    world: PRODUCTION,
    strike: ({ wire }) => wire.goSilent(/^redisbank-web$/),
    lastsMs: 3 * SECOND,
    heal: ({ wire }) => wire.recover(),
    gate: true,
  },
  {
    name: 'swallowed-invalidations',
    how: 'the same of the connections that keep copies alone',
    rounds: OTHERS,
    world: PRODUCTION,
    strike: ({ wire }) => wire.goSilent(/^redisbank-web-copies$/),
    lastsMs: 3 * SECOND,
    heal: ({ wire }) => wire.recover(),
    gate: false,
  },
  {
    name: 'held',
    how: 'bytes are held for twelve seconds, and then all arrive',
    rounds: OTHERS,
    world: PRODUCTION,
    strike: ({ wire }) => wire.hold(),
    lastsMs: 12 * SECOND,
    heal: ({ wire }) => wire.release(),
    gate: false,
  },
  {
    name: 'late',
    how: '300 ms more a round trip between the bank and Redis, for five seconds',
    rounds: OTHERS,
    world: PRODUCTION,
    strike: ({ wire }) => wire.delay(150),
    lastsMs: 5 * SECOND,
    heal: ({ wire }) => wire.delay(0),
    gate: false,
  },
  {
    name: 'redis-paused',
    how: 'SIGSTOP for three seconds',
    rounds: OTHERS,
    world: PRODUCTION,
    strike: ({ redis }) => redis.send('SIGSTOP'),
    lastsMs: 3 * SECOND,
    heal: ({ redis }) => redis.send('SIGCONT'),
    gate: true,
  },
  {
    name: 'web-paused',
    how: 'one of two: SIGSTOP for 700 ms',
    rounds: OTHERS,
    world: PRODUCTION,
    strike: (world) => firstWeb(world).send('SIGSTOP'),
    lastsMs: 700,
    heal: (world) => firstWeb(world).send('SIGCONT'),
    gate: false,
  },
  {
    name: 'memory-full',
    how: 'Redis is at `maxmemory` for three seconds',
    rounds: OTHERS,
    world: PRODUCTION,
    strike: (world) => setMemory(world, '1mb'),
    lastsMs: 3 * SECOND,
    heal: (world) => setMemory(world, '0'),
    gate: true,
  },
  {
    name: 'disk-full',
    how: 'no byte is free on its disk for three seconds; Redis is started again if it ended',
    rounds: OTHERS,
    world: PRODUCTION,
    strike: ({ disk }) => disk?.fill(),
    lastsMs: 3 * SECOND,
    async heal({ disk, redis }) {
      disk?.empty();
      if (redis.ended()) await redis.resume();
    },
    ofDisk: true,
    gate: true,
  },
  {
    name: 'clock-back',
    how: "Redis' clock is ten minutes back for ten seconds",
    rounds: OTHERS,
    world: { ...PRODUCTION, clock: true },
    strike: ({ clock }) => clock?.set(-600),
    lastsMs: 10 * SECOND,
    heal: ({ clock }) => clock?.set(0),
    gate: false,
  },
  {
    name: 'clock-forward',
    how: "Redis' clock is ten minutes forward for twelve seconds, in which a tick is booked",
    rounds: OTHERS,
    world: { ...PRODUCTION, clock: true },
    strike: ({ clock }) => clock?.set(600),
    lastsMs: 12 * SECOND,
    heal: ({ clock }) => clock?.set(0),
    gate: false,
  },
  {
    name: 'rolling-restart',
    how: 'both web processes, one after the other, as the balancer allows',
    rounds: OTHERS,
    world: PRODUCTION,
    async strike({ webs }) {
      for (const web of webs) {
        await web.stop();
        web.start();
        await web.untilReady();
      }
    },
    lastsMs: 0,
    heal: () => {},
    unseen: true,
    gate: false,
  },
  {
    name: 'streams-return',
    how: `both web processes killed under ${CROWD.toLocaleString('en')} more streams, which all come back`,
    rounds: OTHERS,
    world: PRODUCTION,
    async prepare(world) {
      crowds.set(world, await openCrowd(world, CROWD));
    },
    strike: ({ webs }) => Promise.all(webs.map((web) => web.kill())),
    lastsMs: SECOND,
    heal({ webs }) {
      for (const web of webs) web.start();
    },
    // Two processes and all who listen start anew on the processors that everything here shares.
    recoversWithinMs: 2 * MINUTE,
    async until(world) {
      await crowds.get(world)?.allThere();
      crowds.get(world)?.leave();
    },
    gate: false,
  },
  {
    name: 'slow-clients',
    how: `${3 * SLOW_EACH} clients that say nothing, send half a request or read nothing of its answer`,
    rounds: OTHERS,
    world: PRODUCTION,
    strike(world) {
      const { port } = firstWeb(world);
      const sockets = HALVES.flatMap((text) =>
        Array.from({ length: SLOW_EACH }, () => {
          const socket = dial(port, '127.0.0.1').on('error', () => {});
          socket.pause();
          socket.write(text);
          return socket;
        }),
      );
      slow.set(world, sockets);
    },
    lastsMs: 3 * SECOND,
    heal(world) {
      for (const socket of slow.get(world) ?? []) socket.destroy();
      slow.delete(world);
    },
    gate: false,
  },
];

/** Redis is stopped first, so that nothing is answered between the cut and its end. */
async function cutPower({ redis, disk }: World) {
  if (!disk) throw new Error('no disk');
  redis.send('SIGSTOP');
  disk.cutPower();
  await redis.halt('SIGKILL');
  disk.plugInAgain();
}

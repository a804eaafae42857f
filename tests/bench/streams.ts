/**
 * A tick of 1,000 and of 5,000 customers: ours have an account each, booked by the worker over the ten seconds and sent
 * to one stream; the tutorial's share its one account, and each asks twice more at every event.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bank } from './measure/bank.ts';
import { bareStreamBytes } from './measure/bare-streams.ts';
import { residentBytes, spent } from './measure/cpu.ts';
import { administrator, openCustomers } from './measure/customers.ts';
import { type Counted, type Listening, listen } from './measure/listeners.ts';
import { FLAT, type Line, us } from './measure/report.ts';
import { oneRound, ratios, type Series, sums } from './measure/rounds.ts';
import { ask } from './measure/signed-in.ts';
import type { Site } from './measure/site.ts';
import { stage } from './measure/stage.ts';

const FEW = 1000;
const MANY = 5000;
const TICK_MS = 10_000;
const TICKS = 2;
const KB = 1000;
const SETTLED_MS = 12_000;
const ROUND_MS = 2000;
/** The worker looks for new accounts once a minute. */
const LISTED_MS = 75_000;

/** Microseconds an event of each process, over whole ticks. */
async function ticks(site: Site, listeners: Awaited<ReturnType<typeof listen>>) {
  const giveUpAt = Date.now() + LISTED_MS;
  while ((await listeners.count()).events === 0 && Date.now() < giveUpAt) await sleep(1000);
  // Between two of the tens: each round is as many whole ticks.
  await sleep(TICK_MS - (Date.now() % TICK_MS) + TICK_MS / 2);
  await listeners.count();
  const { cpu, result } = await spent(site.processes, async (): Promise<Counted> => {
    await sleep(TICKS * TICK_MS);
    return listeners.count();
  });
  if (result.faults > 0 || result.events === 0) {
    throw new Error(`${site.name}: ${result.faults} faults, ${result.events} events`);
  }
  const cpuUs = Object.fromEntries(
    Object.entries(cpu).map(([name, ms]) => [name, (1000 * ms) / result.events]),
  );
  const sumUs = Object.values(cpuUs).reduce((sum, value) => sum + value, 0);
  return { ...result, cpuUs, sumUs };
}
type Ticked = Awaited<ReturnType<typeof ticks>>;

const parts = ({ cpuUs, events }: Ticked) =>
  `${Object.entries(cpuUs)
    .map(([name, value]) => `${name} ${Math.round(value)}`)
    .join(', ')} µs; ${events} events`;

/** While the worker stands still: what ticks cost beside it has lines of its own. */
async function balanceUs(bank: Bank): Promise<Series> {
  const member = await stage.member(bank);
  const asks = [ask(member, '/transaction/balance', '[')];
  const job = { kind: 'closed' as const, port: bank.port, width: 8, ms: ROUND_MS, asks };
  const { worker } = bank.processes;
  if (!worker) throw new Error('there is no worker');
  process.kill(worker, 'SIGSTOP');
  try {
    await oneRound({ site: bank, job });
    const rounds = [];
    for (let round = 0; round < 3; round++) rounds.push(await oneRound({ site: bank, job }));
    return sums(rounds);
  } finally {
    process.kill(worker, 'SIGCONT');
  }
}

export async function streams(rounds: number): Promise<Line[]> {
  const [bank, peer] = [await stage.bank(), await stage.peer()];
  const redis = await administrator(bank);
  const again = Math.max(1, Math.min(2, rounds));
  const few = await balanceUs(bank);
  const customers = await openCustomers(redis, FEW);
  const our = (some: typeof customers): Listening => ({
    kind: 'ours',
    ports: [bank.port],
    host: bank.host,
    bearers: some.map(({ bearer }) => bearer),
  });
  const mine = await listen(our(customers));
  const { headers } = await stage.member(peer);
  const theirs: Listening = {
    kind: 'theirs',
    port: peer.port,
    wsPort: peer.wsPort,
    host: peer.host,
    cookie: headers.cookie ?? '',
    count: FEW,
  };
  const [own, other]: [Ticked[], Ticked[]] = [[], []];
  for (let round = 0; round < again; round++) {
    own.push(await ticks(bank, mine));
    // The tutorial's burst of requests at each tick would meet ours, too.
    const their = await listen(theirs);
    other.push(await ticks(peer, their));
    their.stop();
  }
  const [first, theirFirst] = [own.at(-1), other.at(-1)];
  const memoryFew = residentBytes(bank.processes.web ?? 0);
  const more = await openCustomers(redis, MANY - FEW);
  const rest = await listen(our(more));
  await sleep(SETTLED_MS);
  const memoryMany = residentBytes(bank.processes.web ?? 0);
  const all = await ticks(bank, rest);
  const many = await balanceUs(bank);
  mine.stop();
  rest.stop();
  await redis.close();
  const bareBytes = await bareStreamBytes(FEW, MANY, SETTLED_MS);
  if (!first || !theirFirst) return [];
  const webOf = (list: Ticked[]) => list.map(({ cpuUs }) => cpuUs.web ?? cpuUs.app ?? 0);
  return [
    {
      work: `a customer's tick, ${FEW} streams: web process against its app`,
      ours: parts(first),
      theirs: parts(theirFirst),
      measured: ratios(webOf(own), webOf(other)),
      unit: '×',
      goal: { most: 0.1, text: '≤ 1/10' },
    },
    {
      work: 'the same: web, worker and Redis together',
      ours: us(own.map(({ sumUs }) => sumUs)),
      theirs: us(other.map(({ sumUs }) => sumUs)),
      measured: ratios(
        own.map(({ sumUs }) => sumUs),
        other.map(({ sumUs }) => sumUs),
      ),
      unit: '×',
      goal: { most: 1 / 3, text: '≤ 1/3' },
    },
    {
      work: `from the posting to the event, ${FEW} streams, p99`,
      ours: `p50 ${first.p50} ms`,
      theirs: `its two answers, p99 ${Math.round(theirFirst.p99)} ms`,
      measured: own.map(({ p99 }) => p99),
      unit: 'ms',
      goal: { most: 50, text: '≤ 50 ms' },
    },
    {
      work: `from the posting to the event, ${MANY} streams, p99`,
      ours: `p50 ${all.p50} ms, of ${all.events} events`,
      measured: [all.p99],
      unit: 'ms',
      goal: { most: 150, text: '≤ 150 ms' },
    },
    {
      work: `memory a stream, the slope from ${FEW} to ${MANY}`,
      ours: `${Math.round(memoryFew / KB / KB)} to ${Math.round(memoryMany / KB / KB)} MB`,
      theirs: `a bare node:http, ${Math.round(bareBytes / KB)} kB`,
      measured: [(memoryMany - memoryFew) / (MANY - FEW) / KB],
      unit: 'kB',
      goal: { most: 20, text: '≤ 20 kB' },
    },
    {
      work: '`/transaction/balance` with 5,000 customers against 4',
      ours: us(many),
      theirs: us(few),
      measured: ratios(many, few),
      unit: '×',
      goal: FLAT,
    },
  ];
}

/** What the parts share: the sites, each started on first use, once, and stopped at the end. */
import { inRoot } from '#scripts/lib/paths.mjs';
import { type Bank, startBank } from './bank.ts';
import { buildOurs, startOneDiv } from './one-div.ts';
import { type Peer, startPeer } from './peer.ts';
import { type SignedIn, signedIn } from './signed-in.ts';
import type { Site } from './site.ts';

/** A clone, with packages and a build, that is measured in the same rounds. */
const BEFORE = process.env.BENCH_BEFORE;

const started: Site[] = [];
const kept = new Map<string, Promise<Site>>();
const members = new Map<Site, Promise<SignedIn>>();

function once<T extends Site>(name: string, start: () => Promise<T>): Promise<T> {
  const known = kept.get(name) as Promise<T> | undefined;
  if (known) return known;
  const starting = start().then((site) => {
    started.push(site);
    return site;
  });
  kept.set(name, starting);
  return starting;
}

export const stage = {
  bank: (): Promise<Bank> =>
    once('bank', async () => {
      await buildOurs();
      return startBank('ours', inRoot());
    }),
  /** Ours with another `appendfsync`. */
  durable: (appendfsync: 'always' | 'everysec'): Promise<Bank> =>
    once(appendfsync, async () => {
      await buildOurs();
      // What is slow is to be measured, not refused.
      const env = { REDIS_DEADLINE_MS: '5000' };
      return startBank(appendfsync, inRoot(), { settings: [`appendfsync ${appendfsync}`], env });
    }),
  before: async (): Promise<Bank | null> =>
    BEFORE ? once('before', () => startBank('before', BEFORE)) : null,
  peer: (): Promise<Peer> => once('peer', () => startPeer()),
  oneDiv: async (): Promise<Site> => {
    const bank = await stage.bank();
    return once('one div', () => startOneDiv(bank));
  },
  member: (site: Site): Promise<SignedIn> => {
    const known = members.get(site) ?? signedIn(site);
    members.set(site, known);
    return known;
  },
  stop: async () => {
    for (const site of started.reverse()) await site.stop();
  },
};

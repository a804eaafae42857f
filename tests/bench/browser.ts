/** A repeated view in a real Chromium, one at a time: what the servers spend on it, less what they spend on nothing. */
import { setTimeout as sleep } from 'node:timers/promises';
import { openBrowser, recordViews, replayed, view } from './measure/browser-view.ts';
import { spent } from './measure/cpu.ts';
import { load } from './measure/generator.ts';
import type { Line } from './measure/report.ts';
import { median, ratios, type Series } from './measure/rounds.ts';
import { stage } from './measure/stage.ts';
import { VIEWS } from './pages.ts';

const VIEWS_A_ROUND = 6;
const STAY_MS = 1200;
const WARM_UP_MS = 8000;

const total = ({ cpu }: { cpu: Record<string, number> }) =>
  Object.values(cpu).reduce((sum, ms) => sum + ms, 0);
const ms = (values: Series) => `${median(values).toFixed(1)} ms`;

export async function browser(rounds: number): Promise<Line[]> {
  const sides = [];
  for (const [which, site] of [
    ['ours', await stage.bank()],
    ['theirs', await stage.peer()],
  ] as const) {
    const member = await stage.member(site);
    const { path, marker } = VIEWS[which];
    const { first, repeated } = await recordViews(member, path, marker);
    // What serves has served for a while, as a server has: its code is compiled.
    const asks = replayed(first, marker);
    await load({ kind: 'views', port: site.port, width: 2, ms: WARM_UP_MS, asks });
    const open = await openBrowser(member);
    for (let warm = 0; warm < 3; warm++) await view(open.context, path, marker, STAY_MS);
    const requests = repeated.length;
    sides.push({ member, path, marker, requests, ...open, cpu: [] as Series, wall: [] as Series });
  }
  for (let round = 0; round < rounds; round++) {
    for (const { member, path, marker, context, cpu, wall } of sides) {
      const idle = total(await spent(member.site.processes, () => sleep(VIEWS_A_ROUND * STAY_MS)));
      const began = performance.now();
      const viewed = await spent(member.site.processes, async () => {
        const loaded: Series = [];
        for (let at = 0; at < VIEWS_A_ROUND; at++) loaded.push(await view(context, path, marker, STAY_MS));
        return loaded;
      });
      const idled = (idle * (performance.now() - began)) / (VIEWS_A_ROUND * STAY_MS);
      cpu.push((total(viewed) - idled) / VIEWS_A_ROUND);
      wall.push(median(viewed.result));
    }
  }
  for (const side of sides) await side.browser.close();
  const [ours, theirs] = sides;
  if (!ours || !theirs) return [];
  return [
    {
      work: 'a repeated view in Chromium, CPU of the servers',
      ours: `${ms(ours.cpu)}, ${ours.requests} requests`,
      theirs: `${ms(theirs.cpu)}, ${theirs.requests} requests`,
      measured: ratios(ours.cpu, theirs.cpu),
      unit: '×',
      goal: { most: 1.3, text: '≤ 1.3 of its CPU' },
    },
    {
      work: 'the same, from asking to the load event',
      ours: ms(ours.wall),
      theirs: ms(theirs.wall),
      measured: ratios(ours.wall, theirs.wall),
      unit: '×',
    },
  ];
}

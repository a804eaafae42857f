/** Documents under load against the floor of the same server, and whole first views: the requests a real browser made. */
import { recordViews, replayed } from './measure/browser-view.ts';
import { type Job, load } from './measure/generator.ts';
import { type Line, us } from './measure/report.ts';
import { interleaved, median, ratios, sums } from './measure/rounds.ts';
import { ask, type SignedIn } from './measure/signed-in.ts';
import { stage } from './measure/stage.ts';

const ROUND_MS = 2500;
const WARM_UP_MS = 12_000;
const CONNECTIONS = 8;
const VIEWERS = 4;
const BROWSER = { accept: 'text/html', 'accept-encoding': 'gzip, deflate, br, zstd' };
/** Text that stands in the page alone and in no other, in this order of ours and theirs. */
export const VIEWS = {
  ours: { path: '/overview', marker: 'Current account' },
  theirs: { path: '/index.html', marker: 'Checking account' },
};
const FLIGHT = /<script[^>]*>(?:self\.__next_f|\(self\.__next_f).*?<\/script>/gs;
const STRANGERS = [
  { path: '/login', marker: 'name="password"' },
  { path: '/offline', marker: '<h1' },
];
const KB = 1000;

async function flightKb({ site, headers }: SignedIn): Promise<{ document: number; flight: number }> {
  const text = await fetch(`http://${site.host}/overview`, { headers }).then((answer) => answer.text());
  const flight = [...text.matchAll(FLIGHT)].reduce((sum, [script]) => sum + Buffer.byteLength(script), 0);
  return { document: Buffer.byteLength(text) / KB, flight: flight / KB };
}

export async function pages(rounds: number): Promise<Line[]> {
  const [bank, peer, oneDiv, before] = [
    await stage.bank(),
    await stage.peer(),
    await stage.oneDiv(),
    await stage.before(),
  ];
  const [us_, them] = [await stage.member(bank), await stage.member(peer)];
  const closed = (member: SignedIn, path: string, marker: string) => ({
    site: member.site,
    job: {
      kind: 'closed',
      port: member.site.port,
      width: CONNECTIONS,
      ms: ROUND_MS,
      asks: [ask(member, path, marker, BROWSER)],
    } as Job,
  });
  const stranger = (site: typeof bank | typeof oneDiv): SignedIn => ({ site, headers: { host: site.host } });
  const lines: Line[] = [];

  const { path, marker } = VIEWS.ours;
  const floor = closed(stranger(oneDiv), '/', 'One div');
  const old = before ? [closed(await stage.member(before), path, marker)] : [];
  // What serves has served for a while, as a server has: its code is compiled.
  for (const { job } of [closed(us_, path, marker), floor, ...old]) await load({ ...job, ms: WARM_UP_MS });
  const [ours = [], div = [], then] = await interleaved([closed(us_, path, marker), floor, ...old], rounds);
  const web = (list: typeof ours) => list.map(({ cpuUs }) => cpuUs.web ?? 0);
  lines.push({
    work: '`/overview`, the document, against a page of one div on the same server (web process)',
    ours: us(web(ours)),
    theirs: us(web(div)),
    measured: ratios(web(ours), web(div)),
    unit: '×',
    goal: { most: 3, text: '≤ 3' },
  });
  if (then) {
    const [now, earlier] = [web(ours), web(then)];
    lines.push({
      work: '`/overview`, against before',
      ours: us(now),
      theirs: us(earlier),
      measured: ratios(now, earlier),
    });
  }
  const { document, flight } = await flightKb(us_);
  lines.push({
    work: '`/overview`, flight',
    ours: `${document.toFixed(1)} kB of document`,
    measured: [flight],
    unit: 'kB',
    goal: { most: 28, text: '≤ 28 kB' },
  });
  for (const { path, marker } of STRANGERS) {
    const earlier = before ? [closed(stranger(before), path, marker)] : [];
    const [now = [], div = [], then] = await interleaved(
      [closed(stranger(bank), path, marker), floor, ...earlier],
      rounds,
    );
    lines.push({
      work: `\`${path}\`, signed out, against ${then ? 'before' : 'a page of one div'}`,
      ours: us(web(now)),
      theirs: us(web(then ?? div)),
      measured: ratios(web(now), web(then ?? div)),
      unit: '×',
      // Before, it cost about three pages of one div.
      goal: then ? { most: 0.1, text: '≤ 1/10' } : { most: 0.3, text: '≤ 0.3 (1/10 of three)' },
    });
  }

  const recorded = {
    ours: await recordViews(us_, path, marker),
    theirs: await recordViews(them, VIEWS.theirs.path, VIEWS.theirs.marker),
  };
  const views = (member: SignedIn, which: keyof typeof recorded) => ({
    site: member.site,
    job: {
      kind: 'views',
      port: member.site.port,
      width: VIEWERS,
      ms: ROUND_MS * 1.5,
      asks: replayed(recorded[which].first, VIEWS[which].marker),
    } as Job,
  });
  const [whole = [], theirs = []] = await interleaved([views(us_, 'ours'), views(them, 'theirs')], rounds);
  const weight = (list: typeof whole, which: keyof typeof recorded) =>
    `${us(sums(list))}, ${recorded[which].first.length} requests, ${Math.round(median(list.map(({ bytes }) => bytes)) / KB)} kB`;
  lines.push({
    work: 'a whole first view, all its requests, 4 viewers at once',
    ours: weight(whole, 'ours'),
    theirs: weight(theirs, 'theirs'),
    measured: ratios(sums(whole), sums(theirs)),
    unit: '×',
    goal: { most: 0.7, text: '≤ 0.7 of its CPU' },
  });
  return lines;
}

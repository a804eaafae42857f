import { decide, momentAt, tickOf } from '#demo/generator.ts';
import { newPlans, nextPlanned } from '#demo/plans.ts';
import { dayPlan } from '#demo/day-plan.ts';
import { CUSTOMERS } from '#demo/world.ts';
import { DAY, HOUR, MINUTE, TICK, dayOf } from '#lib/time.ts';
export function sim(account: any, from: number, to: number, watched: (at: number) => boolean) {
  const plans = newPlans('UTC');
  let s: any = { account: 'a_AAAAAAAAAA', planned: '', drawn: '', drawnAt: 0, pending: [] };
  let bal = 1e9; const booked: any[] = []; let listeners = 0; let kinds: any = {};
  const start = tickOf(from);
  for (let tick = start; tick * TICK < to; tick++) {
    const at = tick * TICK;
    const plan = plans.of(account.number, at);
    if (!s.planned) { s.planned = dayPlan(account, dayOf(at,'UTC'),'UTC').filter((p)=>p.type!=='own_transfer' && p.at < at).sort((a,b)=>a.at-b.at).at(-1)?.id ?? dayPlan(account, dayOf(at-DAY,'UTC'),'UTC').filter((p)=>p.type!=='own_transfer').sort((a,b)=>a.at-b.at).at(-1)!.id; }
    const act: any = decide(plan, s, { tick, offsetMs: 0 });
    kinds[act.kind] = (kinds[act.kind] ?? 0) + 1;
    if (act.kind === 'book' || act.kind === 'post') { booked.push(act.posting); s.pending = s.pending.filter((p: any) => p.id !== act.posting.id); }
    if (act.kind === 'authorize') s.pending = [...s.pending, act.pending];
    if (act.kind === 'end') s.pending = s.pending.filter((p: any) => p.id !== act.pending.id);
    if (act.mark.field === 'planned') s.planned = act.mark.value;
    if (act.mark.field === 'drawn') { const [id, a] = act.mark.value.split(' '); s.drawn = id; s.drawnAt = Number(a); }
    const l = watched(at) ? 1 : 0;
    if (!l) s.watching = undefined; else if (act.mark.field === 'drawn') s.watching = 'watched'; else s.watching ??= 'new';
  }
  return { booked, s, kinds };
}
if (process.argv[1] === '/tmp/sim.ts' || process.argv[1]?.endsWith('sim.ts')) {
const month = (account: any, from: string, to: number) => { const r: any[] = []; for (let d = Date.parse(from + '-01'); d < to; d += DAY) r.push(...dayPlan(account, dayOf(d, 'UTC'), 'UTC').filter((p) => p.at <= to && p.type !== 'own_transfer')); return r; };
const out = (l: any[]) => -l.filter((p) => p.amountMinor < 0).reduce((a, p) => a + p.amountMinor, 0);
const inn = (l: any[]) => l.filter((p) => p.amountMinor > 0).reduce((a, p) => a + p.amountMinor, 0);
for (const who of [0, 2]) {
  const account: any = CUSTOMERS[who]!.accounts[0];
  for (const span of [1, 7]) {
    let row = [];
    for (let d = 0; d < 31; d += 3) {
      const start = Date.parse('2026-10-01') + d * DAY + 9.5 * HOUR; const end = start + span * DAY;
      const { booked, kinds } = sim(account, start, end, () => true);
      const m = dayOf(end, 'UTC').slice(0, 7);
      const plan = month(account, m, end);
      const pre = month(account, m, start).filter(p => p.at < start);
      const real = [...pre, ...booked.filter((p) => dayOf(p.at, 'UTC').startsWith(m))];
      row.push(Math.round((out(real) / out(plan) - 1) * 100));
      if (d === 9) console.log(who, span, kinds, booked.length);
    }
    console.log(CUSTOMERS[who]!.username, span, 'days; out % by start day', row.join(' '));
  }
}
}

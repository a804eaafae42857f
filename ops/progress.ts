/** How far a long job is: a bar on a terminal, and a line at each quarter and every ten seconds elsewhere. */
import { SECOND } from '#lib/time.ts';

const WIDTH = 30;
const LINE_EVERY_MS = 10 * SECOND;
/** On a terminal; more often would cost more than it shows. */
const DRAWN_EVERY_MS = 100;

export function progressBar(label: string, total: number): (done: number) => void {
  const startedAtMs = performance.now();
  let saidAtMs = startedAtMs;
  let sum = 0;
  let quarter = 0;
  return (done) => {
    sum += done;
    const share = total === 0 ? 1 : sum / total;
    const nowMs = performance.now();
    const text = `${label}  ${speed(sum, share, nowMs - startedAtMs)}  ${sum.toLocaleString('en')} of ${total.toLocaleString('en')}`;
    if (process.stdout.isTTY) {
      if (share < 1 && nowMs - saidAtMs < DRAWN_EVERY_MS) return;
      const filled = Math.round(share * WIDTH);
      const bar = `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}`;
      process.stdout.write(`\r[${bar}] ${text}\x1b[K${share === 1 ? '\n' : ''}`);
    } else {
      if (Math.floor(share * 4) <= quarter && nowMs - saidAtMs < LINE_EVERY_MS) return;
      quarter = Math.floor(share * 4);
      process.stdout.write(`${text}\n`);
    }
    saidAtMs = nowMs;
  };
}

/** `37%, 5,120/s, 123 s left`. */
function speed(sum: number, share: number, tookMs: number): string {
  const perSecond = (sum / Math.max(1, tookMs)) * SECOND;
  const leftSeconds = share === 0 ? 0 : (tookMs / share - tookMs) / SECOND;
  const rate = Math.round(perSecond).toLocaleString('en');
  return `${Math.floor(100 * share)}%, ${rate}/s, ${Math.ceil(leftSeconds)} s left`;
}

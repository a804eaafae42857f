/** `Server-Timing`: how long an answer took, and how long of that some command of Redis was under way. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { commandMeasure } from '#lib/measures.ts';
import { lensEntries } from './lens.ts';
import type { Around } from './mount.ts';

type Span = { fromMs: number; untilMs: number };

/** https://www.w3.org/TR/server-timing/ */
export function serverTiming(): Around {
  const requests = new AsyncLocalStorage<{ commands: Span[] | null }>();
  commandMeasure.listen((command) => {
    requests.getStore()?.commands?.push({ fromMs: command.fromMs, untilMs: performance.now() });
  });
  return async (handle) => {
    const commands: Span[] = [];
    const request: { commands: Span[] | null } = { commands };
    const fromMs = performance.now();
    // What begins with a request and lives on, as a connection, stays in its context for ever.
    const answer = await requests.run(request, handle).finally(() => {
      request.commands = null;
    });
    const [redis, total] = [covered(commands), performance.now() - fromMs].map((ms) => ms.toFixed(2));
    const timing = [
      `redis;dur=${redis};desc="${commands.length} commands"`,
      `total;dur=${total}`,
      ...lensEntries(),
    ];
    return { ...answer, headers: { ...answer.headers, 'server-timing': timing.join(', ') } };
  };
}

/** Commands run side by side: what several cover counts once. */
function covered(spans: readonly Span[]): number {
  let [sum, untilMs] = [0, 0];
  for (const span of spans.toSorted((one, other) => one.fromMs - other.fromMs)) {
    sum += Math.max(0, span.untilMs - Math.max(span.fromMs, untilMs));
    untilMs = Math.max(untilMs, span.untilMs);
  }
  return sum;
}

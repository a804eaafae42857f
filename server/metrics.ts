/** The metrics of the web process: those of every process, its requests, and what it holds for whom. */
import { Counter, Gauge, type Registry } from 'prom-client';
import { METHODS } from '#lib/http/contract.ts';
import { hashesWaiting } from '#lib/identity/passwords.ts';
import { ROLES } from '#lib/identity/roles.ts';
import { openStreamCount } from '#lib/live/event-stream.ts';
import { Durations } from '#lib/metrics/durations.ts';
import { processMetrics } from '#lib/metrics/registry.ts';
import { webRedis } from '#lib/redis/client.ts';
import { countByValue } from '#lib/staff/session-counts.ts';
import { SECOND } from '#lib/time.ts';
import { answeredMeasure, connectionMeasure } from './answered.ts';

const REQUEST_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

/** Clients choose the method: Node takes about 34. */
const SERVED = new Set<string>([...METHODS, 'HEAD', 'OPTIONS']);

/** Asking for it costs Redis two commands a role, O(values) each. */
export function webMetrics(): Registry {
  const registry = processMetrics();
  const registers = [registry];

  const requests = new Durations({
    name: 'bank_http_request_seconds',
    help: 'Requests by route, from the first byte to the last; of /api/events, how long it was open.',
    labelNames: ['route', 'method', 'status'],
    buckets: REQUEST_BUCKETS,
    registers,
  });
  answeredMeasure.listen(({ route, method: received, status, tookMs }) => {
    const method = SERVED.has(received) ? received : 'other';
    requests.count(`${route} ${method} ${status}`, () => ({ route, method, status }), tookMs / SECOND);
  });

  const closed = new Counter({
    name: 'bank_connections_closed_total',
    help: 'Connections that were closed at a bound, by whether that of one address or of all.',
    labelNames: ['bound'],
    registers,
  });
  connectionMeasure.listen((bound) => closed.inc({ bound }));

  new Gauge({
    name: 'bank_streams',
    help: 'Live streams that this process serves.',
    registers,
    collect() {
      this.set(openStreamCount());
    },
  });
  new Gauge({
    name: 'bank_hashes_waiting',
    help: 'Passwords that wait to be hashed in this process.',
    registers,
    collect() {
      this.set(hashesWaiting());
    },
  });
  new Gauge({
    name: 'bank_sessions',
    help: 'Living sessions of the bank by role, the same from every process; none while Redis is unavailable.',
    labelNames: ['role'],
    registers,
    async collect() {
      this.reset();
      const counts = await countByValue(webRedis(), {}, ROLES).catch(() => null);
      if (counts) for (const role of ROLES) this.set({ role }, counts.byRole[role] ?? 0);
    },
  });
  return registry;
}

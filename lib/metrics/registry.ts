/**
 * What a process measures of itself, for Prometheus: Redis commands, cached copies, refusals, postings and the process
 * itself. Every label has few values, all of them ours. Made once, and only where somebody may ask for it (METRICS_PORT).
 * https://prometheus.io/docs/practices/naming/
 */
import type { RequestListener } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import {
  bookingMeasure,
  commandMeasure,
  copyMeasure,
  lagMeasure,
  refusalMeasure,
  requestMeasure,
} from '#lib/measures.ts';
import { SECOND } from '#lib/time.ts';
import { Durations } from './durations.ts';

/** Seconds. One command of Redis takes most of a millisecond at most, a deadline half a second. */
const COMMAND_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1];
/** Stream ids are milliseconds. */
const LAG_BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];

export function processMetrics(): Registry {
  const registry = new Registry();
  const registers = [registry];
  measureProcess(registers);

  const commands = new Durations({
    name: 'bank_redis_command_seconds',
    help: 'Time from sending a command of Redis to its reply or failure.',
    labelNames: ['command'],
    buckets: COMMAND_BUCKETS,
    registers,
  });
  const failed = new Counter({
    name: 'bank_redis_failures_total',
    help: 'Commands of Redis that failed or met their deadline.',
    labelNames: ['command'],
    registers,
  });
  commandMeasure.listen(({ name, fromMs, failed: didFail }) => {
    commands.count(name, () => ({ command: name }), (performance.now() - fromMs) / SECOND);
    if (didFail) failed.inc({ command: name });
  });

  // Counted here, since a request reads several.
  const found = { hit: 0, miss: 0 };
  copyMeasure.listen((read) => {
    found[read.found] += 1;
  });
  new Counter({
    name: 'bank_copies_total',
    help: 'Reads of what is cached from Redis, by whether a copy was there.',
    labelNames: ['found'],
    registers,
    collect() {
      this.reset();
      for (const [one, count] of Object.entries(found)) this.inc({ found: one }, count);
    },
  });

  const refusals = new Counter({
    name: 'bank_refusals_total',
    help: 'What was refused or failed, by the code of its problem document; throttled and wrong_credentials are sign-ins mostly.',
    labelNames: ['code'],
    registers,
  });
  refusalMeasure.listen((code) => refusals.inc({ code }));

  const lag = new Histogram({
    name: 'bank_stream_lag_seconds',
    help: "From a posting to its line in this process's open streams, by Redis' clock.",
    buckets: LAG_BUCKETS,
    registers,
  });
  lagMeasure.listen((lagMs) => lag.observe(Math.max(0, lagMs) / SECOND));

  const bookings = new Counter({
    name: 'bank_ticks_total',
    help: 'Ticks of the worker, by what became of them.',
    labelNames: ['outcome'],
    registers,
  });
  bookingMeasure.listen(({ outcome, count }) => bookings.inc({ outcome }, count));

  const requests = new Histogram({
    name: 'bank_payment_request_seconds',
    help: 'What the payments process was asked for, by kind, until it was carried out or failed.',
    labelNames: ['kind', 'outcome'],
    buckets: LAG_BUCKETS,
    registers,
  });
  requestMeasure.listen(({ kind, failed, ms }) =>
    requests.observe({ kind, outcome: failed ? 'failed' : 'carried_out' }, ms / SECOND),
  );
  return registry;
}

/** prom-client's own set also watches every garbage collection, which is half of what all metrics would cost. */
function measureProcess(registers: Registry[]): void {
  const delay = monitorEventLoopDelay();
  delay.enable();
  new Gauge({
    name: 'bank_event_loop_delay_seconds',
    help: 'How late the event loop was since somebody asked last; 1 is the longest.',
    labelNames: ['quantile'],
    registers,
    collect() {
      const nanoseconds = { 0.5: delay.percentile(50), 0.99: delay.percentile(99), 1: delay.max };
      for (const [quantile, value] of Object.entries(nanoseconds)) this.set({ quantile }, value / 1e9);
      delay.reset();
    },
  });
  new Gauge({
    name: 'process_resident_memory_bytes',
    help: 'Memory of the process.',
    registers,
    collect() {
      this.set(process.memoryUsage.rss());
    },
  });
  new Counter({
    name: 'process_cpu_seconds_total',
    help: 'CPU time of the process, of all its threads.',
    registers,
    collect() {
      const { user, system } = process.cpuUsage();
      this.reset();
      this.inc((user + system) / 1e6);
    },
  });
}

/** Answers with all of it, as text. */
export const metricsAnswer =
  (registry: Registry): RequestListener =>
  (_request, response) =>
    void registry.metrics().then((text) => {
      response.writeHead(200, { 'content-type': registry.contentType, 'cache-control': 'no-store' });
      response.end(text);
    });

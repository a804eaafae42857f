/**
 * Files of the integration suite run in one process a worker, which saves half the suite's work. What a process keeps
 * beyond a file is put back before the next one: the environment, modules, what `once` made, and who listens to measures.
 */
import { channel } from 'node:diagnostics_channel';
import { vi } from 'vitest';

type Kept = { env: NodeJS.ProcessEnv; stops: (() => void)[] };
const store = globalThis as { [key: symbol]: unknown };
const KEPT = Symbol.for('redisBank.tests.kept');

const kept = (store[KEPT] as Kept | undefined) ?? first();
store[KEPT] = kept;
vi.unstubAllEnvs();
for (const name of Object.keys(process.env)) if (!(name in kept.env)) delete process.env[name];
Object.assign(process.env, kept.env);
for (const stop of kept.stops.splice(0)) stop();
delete store[Symbol.for('redisBank.once')];
vi.resetModules();

function first(): Kept {
  const stops: Kept['stops'] = [];
  // Of a channel with a listener, as which every other first makes itself.
  const heard = channel('afresh');
  heard.subscribe(() => {});
  const prototype = Object.getPrototypeOf(heard) as typeof heard;
  const { subscribe } = prototype;
  prototype.subscribe = function (listener) {
    subscribe.call(this, listener);
    if (String(this.name).startsWith('redisbank.')) stops.push(() => this.unsubscribe(listener));
  };
  return { env: { ...process.env }, stops };
}

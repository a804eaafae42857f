/** Rung 3: the `redis` service of docker-compose.yml, for machines where a Docker engine answers. */
import { inRoot, ROOT } from '../paths.mjs';
import { freePort } from '../ports.mjs';
import { capture, lastLines, which } from '../process.mjs';
import { readState, remember, secrets } from '../state.mjs';
import { answersPing } from './connection.mjs';
import { urlsFor } from './users.mjs';

/** The variables without which docker-compose.yml does not start. */
export function composePasswords() {
  const { redis, SESSION_SECRETS } = secrets();
  return {
    SESSION_SECRETS: process.env.SESSION_SECRETS || SESSION_SECRETS,
    REDIS_ADMIN_PASSWORD: redis.admin,
    REDIS_WEB_PASSWORD: redis.web,
    REDIS_WORKER_PASSWORD: redis.worker,
    REDIS_PAYMENTS_PASSWORD: redis.payments,
    REDIS_DEPLOY_PASSWORD: redis.deploy,
  };
}

/** @returns {Promise<string | null>} why Docker cannot be used here, or null if it can */
export async function dockerObstacle() {
  const docker = which('docker');
  if (!docker) return 'there is no docker on PATH';
  const { status } = await capture(docker, ['info'], { timeoutMs: 3000 });
  if (status !== 0) return 'docker is there, but its engine does not answer';
  const compose = await capture(docker, ['compose', 'version'], { timeoutMs: 3000 });
  return compose.status === 0 ? null : 'docker is there, but not its compose plugin';
}

/**
 * Starts the service and waits until it is healthy.
 * @param {(text: string) => void} [progress]
 * @param {(stop: () => Promise<void>) => void} [onStop]
 */
export async function dockerRedis(progress = () => {}, onStop = () => {}) {
  const known = readState().redis;
  // The container of an earlier start holds that port itself; compose recognises it.
  const own = known?.rung === 'docker' && (await answersPing(urlsFor(secrets().redis, known.port).admin));
  const port = own ? known.port : await freePort(known?.port ?? 6379);
  const env = { ...process.env, ...composePasswords(), REDIS_PORT: String(port) };
  const compose = (/** @type {string[]} */ args, always = false) =>
    capture('docker', ['compose', '--file', inRoot('docker-compose.yml'), ...args], {
      cwd: ROOT,
      env,
      always,
      onLine: (line) => progress(line.trim()),
    });
  const stop = async () => {
    await compose(['stop', 'redis'], true);
  };
  // Told before it is up: a start that is cancelled half-way leaves no container running.
  onStop(stop);
  const { status, output } = await compose(['up', '--detach', '--wait', 'redis']);
  if (status !== 0) throw new Error(`docker compose up failed:\n${lastLines(output, 5)}`);
  remember({ redis: { rung: 'docker', port } });
  return { urls: urlsFor(secrets().redis, port), stop };
}

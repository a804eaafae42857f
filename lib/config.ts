/**
 * Configuration: the one file that reads `process.env`. Every fault is listed at once, and a faulty
 * configuration stops the process that asked. Parsed on first use, never on import, so that `next build` needs none.
 */
import { z } from 'zod';

const SECRET_MIN_CHARS = 32;
const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);

const redisUrl = z.string().regex(/^rediss?:\/\//, 'must begin with redis:// or rediss://');

const timeZone = z.string().refine((zone) => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}, 'is not a time zone this system knows');

/** `1:old,2:new` → `{1: 'old', 2: 'new'}`; a bare secret is number 1. The highest number seals, all open. */
const secrets = z.string().transform((text, context): Record<string, string> => {
  const parts = text.split(',').map((part) => /^(\d{1,6}):(.*)$/.exec(part) ?? [part, '1', part]);
  const map = Object.fromEntries(parts.map(([, id, secret]) => [id ?? '1', secret ?? '']));
  if (Object.values(map).some((secret) => secret.length < SECRET_MIN_CHARS)) {
    context.addIssue({ code: 'custom', message: `each secret needs ${SECRET_MIN_CHARS} characters or more` });
  }
  return map;
});

const flag = z.enum(['0', '1']).transform((value) => value === '1');

const environment = z
  .object({
    BANK_PROFILE: z.enum(['demo', 'production']).default('demo'),
    PORT: z.coerce.number().int().min(0).max(65535).default(8080),
    METRICS_PORT: z.coerce.number().int().min(0).max(65535).optional(),
    METRICS_LISTEN: z.string().default('127.0.0.1'),
    ACCESS_LOG: flag.default(false),
    BANK_ORIGIN: z.url().optional(),
    BANK_LISTEN: z.string().default('127.0.0.1'),
    BANK_LAN: flag.default(false),
    BANK_TRUSTED_PROXIES: z.string().default(''),
    BANK_TIME_ZONE: timeZone.default('UTC'),
    REDIS_URL: redisUrl.default('redis://127.0.0.1:6379'),
    REDIS_WEB_URL: redisUrl.optional(),
    REDIS_WORKER_URL: redisUrl.optional(),
    REDIS_PAYMENTS_URL: redisUrl.optional(),
    REDIS_FOLDER: z.string().optional(),
    REDIS_DEADLINE_MS: z.coerce.number().int().min(50).max(60_000).default(500),
    SESSION_SECRETS: secrets.optional(),
    AUDIT_SECRETS: secrets.optional(),
    BANK_DURABILITY: z.enum(['always', 'second']).optional(),
    LEDGER_MAX_ENTRIES: z.coerce.number().int().min(100).max(10_000_000).default(50_000),
  })
  .transform((env, context) => {
    const origin = new URL(env.BANK_ORIGIN ?? `http://localhost:${env.PORT}`);
    const secure = origin.protocol === 'https:';
    if (!secure && !env.BANK_LAN && !LOOPBACK_HOSTS.has(origin.hostname)) {
      context.addIssue({
        code: 'custom',
        path: ['BANK_ORIGIN'],
        message: 'must be https, except on a loopback host or with --lan',
      });
    }
    if (!env.SESSION_SECRETS) {
      context.addIssue({
        code: 'custom',
        path: ['SESSION_SECRETS'],
        message: 'is missing (openssl rand -base64 32 makes one; `npm start` does it for the demo)',
      });
    }
    if (env.BANK_PROFILE === 'production' && !env.AUDIT_SECRETS) {
      context.addIssue({
        code: 'custom',
        path: ['AUDIT_SECRETS'],
        message:
          'is missing (openssl rand -base64 32 makes one; keep old ones, as `1:old,2:new`, to verify what they signed)',
      });
    }
    return {
      profile: env.BANK_PROFILE,
      demo: env.BANK_PROFILE === 'demo',
      port: env.PORT,
      listen: env.BANK_LISTEN,
      /** Where this process serves metrics, health and readiness, whatever the host; no customer reaches it. Undefined for nowhere. */
      metricsPort: env.METRICS_PORT,
      metricsListen: env.METRICS_LISTEN,
      /** Whether each request is a line in the log. */
      accessLog: env.ACCESS_LOG,
      /** The one origin the site is served at: scheme, host and port, without a trailing slash. */
      origin: origin.origin,
      secure,
      lan: env.BANK_LAN,
      trustedProxies: env.BANK_TRUSTED_PROXIES.split(',')
        .map((part) => part.trim())
        .filter(Boolean),
      timeZone: env.BANK_TIME_ZONE,
      redis: {
        adminUrl: env.REDIS_URL,
        webUrl: env.REDIS_WEB_URL ?? env.REDIS_URL,
        workerUrl: env.REDIS_WORKER_URL ?? env.REDIS_URL,
        paymentsUrl: env.REDIS_PAYMENTS_URL ?? env.REDIS_URL,
        deadlineMs: env.REDIS_DEADLINE_MS,
        /** Of its files, where they lie on this machine: the start of a Redis of our own tells it. */
        folder: env.REDIS_FOLDER,
      },
      sessionSecrets: env.SESSION_SECRETS ?? {},
      /** What the audit log is chained with; the demo needs no second secret. */
      auditSecrets: env.AUDIT_SECRETS ?? env.SESSION_SECRETS ?? {},
      /** What a power cut may take back: nothing that was answered or shown, or the last second. */
      durability: env.BANK_DURABILITY ?? (env.BANK_PROFILE === 'production' ? 'always' : 'second'),
      ledgerMaxEntries: env.LEDGER_MAX_ENTRIES,
    };
  });

export type Config = z.infer<typeof environment>;

export class ConfigError extends Error {
  override name = 'ConfigError';
}

/** Parses an environment; throws a ConfigError that lists every fault, one a line. */
function parseConfig(env: Record<string, string | undefined>): Config {
  // An empty variable is an unset one, as in every shell script that writes `X=${X:-}`.
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = environment.safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(
    (issue) => `  ${issue.path.join('.') || 'environment'} ${issue.message}`,
  );
  throw new ConfigError(`The configuration has ${faults.length} fault(s):\n${faults.join('\n')}`);
}

let parsed: Config | undefined;

/** The process's configuration, parsed once. Throws a ConfigError on the first call if it is faulty. */
export function config(): Config {
  parsed ??= parseConfig(process.env);
  return parsed;
}

/**
 * Configuration: the one file that reads `process.env`. Every fault is listed at once, and a faulty
 * configuration stops the process that asked. Parsed on first use, never on import, so that `next build` needs none.
 * Secrets are a part of their own, since the worker and the payments process are handed none.
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
const numbered = z.string().transform((text, context): Record<string, string> => {
  const parts = text.split(',').map((part) => /^(\d{1,6}):(.*)$/.exec(part) ?? [part, '1', part]);
  const map = Object.fromEntries(parts.map(([, id, secret]) => [id ?? '1', secret ?? '']));
  if (Object.values(map).some((secret) => secret.length < SECRET_MIN_CHARS)) {
    context.addIssue({ code: 'custom', message: `each secret needs ${SECRET_MIN_CHARS} characters or more` });
  }
  return map;
});

const flag = z.enum(['0', '1']).transform((value) => value === '1');

const profile = z.enum(['demo', 'production']).default('demo');

const environment = z
  .object({
    BANK_PROFILE: profile,
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
      /** What a power cut may take back: nothing that was answered or shown, or the last second. */
      durability: env.BANK_DURABILITY ?? (env.BANK_PROFILE === 'production' ? 'always' : 'second'),
      ledgerMaxEntries: env.LEDGER_MAX_ENTRIES,
    };
  });

const secretEnvironment = z
  .object({
    BANK_PROFILE: profile,
    SESSION_SECRETS: numbered.optional(),
    AUDIT_SECRETS: numbered.optional(),
  })
  .transform(({ BANK_PROFILE, SESSION_SECRETS, AUDIT_SECRETS }, context) => {
    const lacks = (name: string, more: string) => {
      const message = `is missing (openssl rand -base64 32 makes one; ${more})`;
      context.addIssue({ code: 'custom', path: [name], message });
    };
    if (!SESSION_SECRETS) lacks('SESSION_SECRETS', '`npm start` does it for the demo');
    if (BANK_PROFILE === 'production' && !AUDIT_SECRETS) {
      lacks('AUDIT_SECRETS', 'keep old ones, as `1:old,2:new`, to verify what they signed');
    }
    return {
      sessionSecrets: SESSION_SECRETS ?? {},
      /** What the audit log is chained with; the demo needs no second secret. */
      auditSecrets: AUDIT_SECRETS ?? SESSION_SECRETS ?? {},
    };
  });

export type Config = z.infer<typeof environment>;

export class ConfigError extends Error {
  override name = 'ConfigError';
}

/** Parses the environment; throws a ConfigError that lists every fault, one a line. */
function parse<Part extends z.ZodType>(part: Part): z.output<Part> {
  // An empty variable is an unset one, as in every shell script that writes `X=${X:-}`.
  const given = Object.fromEntries(
    Object.entries(process.env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = part.safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(
    (issue) => `  ${issue.path.join('.') || 'environment'} ${issue.message}`,
  );
  throw new ConfigError(`The configuration has ${faults.length} fault(s):\n${faults.join('\n')}`);
}

let parsed: Config | undefined;
let secret: z.infer<typeof secretEnvironment> | undefined;

/** The process's configuration, parsed once. Throws a ConfigError on the first call if it is faulty. */
export function config(): Config {
  parsed ??= parse(environment);
  return parsed;
}

/** The secrets of the web process and of jobs. Throws as `config`, whose faults are listed with its own. */
export function secrets(): z.infer<typeof secretEnvironment> {
  secret ??= parse(environment.and(secretEnvironment));
  return secret;
}

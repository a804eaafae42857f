import { toBankError } from '#lib/errors.ts';
import { type LogFields, log } from '#lib/log.ts';

/** Logs a failure of ours with its cause. What fails because Redis is unavailable is folded, and has no stack. */
export function logFailure(message: string, thrown: unknown, fields: LogFields = {}): void {
  const { code, extras } = toBankError(thrown);
  const { cause = thrown } = extras;
  if (code !== 'redis_unavailable') log.warn(message, { ...fields, code, cause });
  else log.folded(message, { ...fields, code, cause: cause instanceof Error ? cause.message : undefined });
}

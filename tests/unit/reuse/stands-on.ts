/** All that lib/sessions needs of the rest, types included: what is lifted with it. docs/session-layer.md names the same files. */
export const STANDS_ON = [
  'lib/deadline.ts',
  'lib/ids.ts',
  'lib/log.ts',
  'lib/measures.ts',
  'lib/once.ts',
  'lib/redis/clock.ts',
  'lib/redis/connect.ts',
  'lib/redis/copies.ts',
  'lib/redis/every-command.ts',
  'lib/redis/keys.ts',
  'lib/redis/now.lua',
  'lib/redis/scripts.ts',
  'lib/retry.ts',
  'lib/time.ts',
] as const;

/** All that lib/sessions needs of the rest, types included: what is lifted with it. docs/session-layer.md names the same files. */
export const STANDS_ON = [
  'lib/ids.ts',
  'lib/log.ts',
  'lib/once.ts',
  'lib/redis/clock.ts',
  'lib/redis/connect.ts',
  'lib/redis/every-command.ts',
  'lib/redis/keys.ts',
  'lib/redis/scripts.ts',
  'lib/time.ts',
] as const;

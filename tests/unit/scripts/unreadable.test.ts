import { describe, expect, test } from 'vitest';
import { unreadableIn } from '#scripts/lib/redis/unreadable.mjs';

const tail = (said: string) => ['(/bank/.data/redis/redis.log)', `7:M 27 Nov 2026 16:53:02.210 # ${said}`];

describe('the advice to put a copy of the data back or to delete it', () => {
  test.each([
    'Short read or OOM loading DB. Unrecoverable error, aborting now.',
    'Internal error in RDB reading offset 0, function at rdb.c:3701 -> Unexpected EOF reading RDB file',
    'Wrong RDB checksum expected: (1f) but got (2f). Aborting now.',
    "The RDB file contains module data I can't load: no matching module type 'ReJSON-RL'",
    'Error reading the RDB base file appendonly.aof.1.base.rdb, AOF loading aborted',
    'Bad file format reading the append only file appendonly.aof.1.base.rdb: make a backup of your AOF file, then use ./redis-check-aof --fix <filename.manifest>',
    "Unknown command 'FOOO' reading the append only file appendonly.aof.1.incr.aof",
    'Unable to obtain the AOF file appendonly.aof.1.base.rdb length. stat: No such file or directory',
    'Invalid AOF manifest file format',
  ])('is given for data that cannot be loaded: %s', (said) => {
    expect(unreadableIn(tail(said))).toBe(
      'Its data cannot be read: put a copy of /bank/.data/redis back, or delete that folder to begin afresh.',
    );
  });

  test.each([
    'Error writing to the AOF file: No space left on device',
    'Short write while writing to the AOF file: (nwritten=12, expected=40)',
    "Can't recover from AOF write error when the AOF fsync policy is 'always'. Exiting...",
    "Can't persist AOF for fsync error when the AOF fsync policy is 'always': Input/output error. Exiting...",
    "Can't open the append-only file appendonly.aof.1.incr.aof: No space left on device",
    "Fatal error: can't open the append log file appendonly.aof.1.incr.aof for reading: Permission denied",
    'Background AOF rewrite terminated with error',
  ])('is not given for good data that cannot be written or opened: %s', (said) => {
    expect(unreadableIn(tail(said))).toBeUndefined();
  });

  test('is not given for what another process says', () => {
    expect(unreadableIn(tail('Invalid AOF manifest file format').slice(1))).toBeUndefined();
    expect(unreadableIn([])).toBeUndefined();
  });
});

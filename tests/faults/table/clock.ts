/**
 * A clock of the day that can be set, for one process: a library of a few lines, loaded before the system's own, adds
 * what a file says to gettimeofday and to CLOCK_REALTIME. The steady clock is left as it is. Needs a C compiler.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const SOURCE = `
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
static volatile long *offset;
static long by(void) {
  if (!offset) {
    int file = open(getenv("REDISBANK_CLOCK"), O_RDONLY);
    offset = mmap(0, sizeof(long), PROT_READ, MAP_SHARED, file, 0);
  }
  return *offset;
}
int gettimeofday(struct timeval *now, void *zone) {
  static int (*real)(struct timeval *, void *);
  if (!real) real = dlsym(RTLD_NEXT, "gettimeofday");
  int result = real(now, zone);
  now->tv_sec += by();
  return result;
}
int clock_gettime(clockid_t which, struct timespec *now) {
  static int (*real)(clockid_t, struct timespec *);
  if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
  int result = real(which, now);
  if (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE) now->tv_sec += by();
  return result;
}
`;

/** Throws where there is no C compiler. */
export function newClock() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'redisbank-clock-'));
  const [library, file] = [path.join(folder, 'clock.so'), path.join(folder, 'offset')];
  const set = (seconds: number) => {
    const offset = Buffer.alloc(8);
    offset.writeBigInt64LE(BigInt(seconds));
    writeFileSync(file, offset, { flag: 'r+' });
  };
  writeFileSync(file, Buffer.alloc(8));
  const words = ['-shared', '-fPIC', '-x', 'c', '-', '-o', library, '-ldl'];
  const { status, stderr, error } = spawnSync(process.env.CC ?? 'cc', words, {
    input: SOURCE,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`cc: ${error?.message ?? stderr}`);
  return {
    env: { LD_PRELOAD: library, REDISBANK_CLOCK: file },
    /** From now on the clock is so many seconds off. */
    set,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * A disk of its own for a Redis: a file with ext4 in it, mounted through a loop device. Its power can be cut: the file
 * system is shut down at once without writing anything more (EXT4_IOC_SHUTDOWN without a log flush, as xfstests does),
 * so that the file holds what had reached the device, and the next mount replays the journal, as after a real cut. Not
 * modelled: a drive that says it has written what it has not, and writes that a drive carries out in another order.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const SIZE_MB = 256;
const SHUT_DOWN = [
  'import fcntl, os, struct, sys',
  "fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587D, struct.pack('I', 2))",
].join('\n');

function run(command: string, ...args: string[]): void {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr}`);
}

const UNMOUNT_TRIES = 100;

/** A process that was killed holds its files until it is gone, which a cut disk delays. */
function unmount(folder: string): void {
  for (let tries = 1; ; tries++) {
    try {
      run('umount', folder);
      return;
    } catch (error) {
      if (tries === UNMOUNT_TRIES || !String(error).includes('busy')) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    }
  }
}

export type Disk = ReturnType<typeof newDisk>;

/** Throws where one may not mount. */
export function newDisk() {
  const place = mkdtempSync(path.join(os.tmpdir(), 'redisbank-disk-'));
  const [image, folder] = [path.join(place, 'image'), mkdtempSync(path.join(place, 'mounted-'))];
  const filler = path.join(folder, 'filler');
  const plugIn = () => run('mount', '-o', 'loop', image, folder);
  try {
    run('truncate', '-s', `${SIZE_MB}M`, image);
    run('mke2fs', '-q', '-F', '-t', 'ext4', image);
    plugIn();
  } catch (error) {
    rmSync(place, { recursive: true, force: true });
    throw error;
  }
  return {
    folder,
    /** Whoever writes here now fails; what works here must be gone before `plugInAgain`. */
    cutPower: () => run('python3', '-c', SHUT_DOWN, folder),
    plugInAgain() {
      unmount(folder);
      plugIn();
    },
    /** What was put there before the test is not what the test is about. */
    settle: () => run('sync', '--file-system', folder),
    /** Takes all the room there is. */
    fill() {
      const file = openSync(filler, 'w');
      try {
        for (let bytes = 1 << 20; bytes >= 1 << 9; ) {
          try {
            if (writeSync(file, Buffer.alloc(bytes)) < bytes) bytes /= 2;
          } catch {
            bytes /= 2;
          }
        }
      } finally {
        closeSync(file);
      }
    },
    empty: () => rmSync(filler, { force: true }),
    freeBytes: () => statfsSync(folder).bavail * statfsSync(folder).bsize,
    /** Whoever still holds a file of it does not matter any more. */
    remove() {
      run('umount', '--lazy', folder);
      rmSync(place, { recursive: true, force: true });
    },
  };
}

/** Whether this machine and this user can have one. */
export function canMount(): boolean {
  try {
    newDisk().remove();
    return true;
  } catch {
    return false;
  }
}

/** What processes cost by the kernel's own accounting: all their threads, user and system time. Linux. */
import { readFileSync } from 'node:fs';

/** /proc counts in ticks of a hundredth of a second on every Linux that runs Node. */
const TICK_MS = 10;
/** Fields of /proc/PID/stat after the name, which may hold blanks: utime, stime and those of children that ended. */
const FIRST = 11;
const LAST = 15;

export type Processes = Record<string, number>;
export type Cpu = Record<string, number>;

function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields.slice(FIRST, LAST).reduce((sum, ticks) => sum + Number(ticks) * TICK_MS, 0);
}

/** What each process spent while `work` ran, in milliseconds, and what `work` answered. */
export async function spent<T>(
  processes: Processes,
  work: () => Promise<T>,
): Promise<{ cpu: Cpu; result: T }> {
  const before = Object.entries(processes).map(([name, pid]) => [name, pid, cpuMs(pid)] as const);
  const result = await work();
  return { cpu: Object.fromEntries(before.map(([name, pid, ms]) => [name, cpuMs(pid) - ms])), result };
}

export const residentBytes = (pid: number): number =>
  1024 * Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);

/** What a job printed. A connection that a busy machine makes late is tried again, with two lines of the log that no test is about. */
import type { capture } from '#scripts/lib/process.mjs';

const LATE = /^\{"at":.*"message":"redis connection (?:lost|restored)".*\n/gm;

export async function withoutLate(job: ReturnType<typeof capture>): ReturnType<typeof capture> {
  const { status, output } = await job;
  return { status, output: output.replace(LATE, '') };
}

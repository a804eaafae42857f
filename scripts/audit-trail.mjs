/** `npm run audit:trail`: checks every audit trail of the Redis in use, and fails where one is not what was written. */
import { runJob } from './lib/run-job.mjs';
import { run } from './lib/say.mjs';

run(() => runJob(['ops/audit-trail.ts'], process.argv.slice(2)));

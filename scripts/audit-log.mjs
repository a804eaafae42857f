/** `npm run audit:log`: checks every audit log of the Redis in use, and fails where one is not what was written. */
import { runJob } from './lib/run-job.mjs';
import { run } from './lib/say.mjs';

run(() => runJob(['ops/audit-log.ts'], process.argv.slice(2)));

/**
 * Loaded into web and worker by `--import`: when the script that started them is gone, however it ended, the
 * channel to it closes, and they stop as they would at SIGTERM instead of living on unseen.
 */
const HURRY_MS = 6000;

process.once('disconnect', () => {
  setTimeout(() => process.exit(1), HURRY_MS).unref();
  process.kill(process.pid, 'SIGTERM');
});
// Listening must not keep alive a process that has nothing else to do.
process.channel?.unref();

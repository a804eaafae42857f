/**
 * What asks a script to stop: Ctrl-C, SIGTERM, a closed terminal, and the end of the npm that runs it, however
 * npm ended. npm passes Ctrl-C on a second time, so repeats say nothing.
 */
const WATCH_MS = 500;

/** @returns {Promise<string>} the first of them */
export const stopSignal = () =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => resolve(signal));
    const parent = process.ppid;
    const orphaned = () => process.ppid !== parent && resolve('npm is gone');
    // Started by hand with & or nohup, outliving the shell is what is meant.
    if (process.env.npm_lifecycle_event) setInterval(orphaned, WATCH_MS).unref();
  });

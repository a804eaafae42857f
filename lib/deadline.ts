/** A promise with a deadline. */

/** No answer in time. The work may still be done. */
export class DeadlineError extends Error {
  override name = 'DeadlineError';
}

/** As `work`, or a DeadlineError after `limitMs`, calling `missed`; a later rejection is ignored. */
export async function withDeadline<T>(
  work: Promise<T>,
  limitMs: number,
  missed: () => void = () => {},
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new DeadlineError(`no reply within ${limitMs} ms`));
      missed();
    }, limitMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** A promise with a deadline. */

/** There was no answer in time. What was asked for may still be carried out. */
export class DeadlineError extends Error {
  override name = 'DeadlineError';
}

/** As `work`, or a DeadlineError after `limitMs`, when `missed` is called too; a rejection that comes later is nobody's. */
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

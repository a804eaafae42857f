import { describe, expect, it } from 'vitest';
import { AGAIN, retried } from '#lib/retry.ts';

describe('trying again', () => {
  it('ends with the first outcome that is not AGAIN', async () => {
    let made = 0;
    const outcome = await retried(async () => {
      made += 1;
      return made < 4 ? AGAIN : made;
    });
    expect([outcome, made]).toEqual([4, 4]);
  });

  it('gives up after as many attempts as were allowed, and says so', async () => {
    let made = 0;
    const outcome = await retried(async () => {
      made += 1;
      return AGAIN;
    }, 3);
    expect([outcome, made]).toEqual([AGAIN, 3]);
  });

  it('does not try again what failed', async () => {
    let made = 0;
    const failing = retried(async () => {
      made += 1;
      throw new Error('broken');
    });
    await expect(failing).rejects.toThrow('broken');
    expect(made).toBe(1);
  });
});

import { expect, it } from 'vitest';
import { en } from '#app/_words/en.ts';
import { END_REASONS } from '#lib/sessions/reasons.ts';

it('every reason why a session ends has its sentence at the sign-in', () => {
  const words: Record<string, string> = en.login.reasons;
  for (const reason of END_REASONS) expect(words[reason], reason).toMatch(/\.$/);
});

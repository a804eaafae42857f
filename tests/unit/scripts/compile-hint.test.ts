import vm from 'node:vm';
import { expect, test } from 'vitest';
import { withCompileHint } from '#scripts/lib/compile-hint.mjs';

const HINT = '//# allFunctionsCalledOnLoad\n';
const large = Buffer.from(`'use strict'; ${'/* */'.repeat(8000)}`);

test('a large script begins with the hint, once, and says the same', () => {
  const hinted = withCompileHint('a.js', large);
  expect(hinted.toString()).toBe(HINT + large);
  expect(withCompileHint('a.js', hinted)).toBe(hinted);
  expect(() => new vm.Script(hinted.toString())).not.toThrow();
});

test('a small script and a style sheet stay as they are', () => {
  const small = large.subarray(0, 1000);
  expect(withCompileHint('a.js', small)).toBe(small);
  expect(withCompileHint('a.css', large)).toBe(large);
});

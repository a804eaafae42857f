/** A server or browser module that complains on the console fails the test in which it did, however it ended. */
import { format } from 'node:util';
import { afterEach, beforeEach, expect } from 'vitest';

const complaints: string[] = [];

// A test that expects a complaint replaces console.error itself (vi.spyOn) and looks at it.
beforeEach(() => {
  complaints.length = 0;
  console.error = (...args: unknown[]) => {
    complaints.push(format(...args));
  };
});

afterEach(() => {
  expect(complaints, 'unexpected console.error').toEqual([]);
});

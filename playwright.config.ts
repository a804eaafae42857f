/**
 * Browser tests against the production build, on a phone and on a desktop. The bank they use is started once by
 * tests/setup/e2e.ts on a port chosen here, since every worker process reads this file again.
 */
import { defineConfig } from 'playwright/test';
import { findChromium } from '#scripts/lib/chromium.mjs';
import { freePort } from '#scripts/lib/ports.mjs';

process.env.CHROMIUM_PATH ||= (await findChromium()).path;
process.env.E2E_PORT ||= String(await freePort());

/** By folder: what brings a bank of its own or takes long, what is a phone's or a desktop's; the rest is shown on both. */
const ONCE = '**/once/*.spec.ts';
const ON_PHONE = '**/phone/*.spec.ts';
const ON_DESKTOP = '**/desktop/*.spec.ts';
/** One dot a pixel, where a phone has several: four times fewer are painted by a processor that has no picture to show. */
const PHONE = { viewport: { width: 360, height: 800 }, isMobile: true, hasTouch: true };

export default defineConfig({
  testDir: 'tests/e2e',
  globalSetup: './tests/setup/e2e.ts',
  outputDir: 'test-results',
  workers: 3,
  timeout: 90_000,
  // How long a busy machine takes is no fault: what never comes fails within the test's time.
  expect: { timeout: 30_000 },
  reporter: 'list',
  forbidOnly: true,
  use: {
    baseURL: `http://localhost:${process.env.E2E_PORT}`,
    launchOptions: { executablePath: process.env.CHROMIUM_PATH },
    locale: 'en-GB',
    timezoneId: 'UTC',
    // A page that moves while it waits costs a fourteenth of a processor. Tests of what moves ask for it.
    reducedMotion: 'reduce',
    // Requests that a worker answers cannot be intercepted by a test; those about the worker let it in.
    serviceWorkers: 'block',
    // A recording of every action costs half as much time again: `npm test -- e2e FILE --trace=on` makes one.
    screenshot: 'only-on-failure',
  },
  projects: [
    // First, since its tests are the longest, and one at a time: they wait, and two other workers go on meanwhile.
    { name: 'once', testMatch: ONCE, use: PHONE, workers: 1 },
    { name: 'phone', testIgnore: [ONCE, ON_DESKTOP], use: PHONE },
    {
      name: 'desktop',
      testIgnore: [ONCE, ON_PHONE],
      use: { viewport: { width: 1440, height: 900 } },
    },
  ],
});

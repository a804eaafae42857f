import { chmodSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { findChromium } from '#scripts/lib/chromium.mjs';
import { file, program, temporaryFolder } from './fake-programs.ts';

const WORKS = 'echo "Chromium 150.0.1"';

/** A machine on which none of the ways outside leads anywhere, but those that are given. */
function ways(given: { own?: (string | null)[]; download?: boolean; install?: string | null } = {}) {
  const asked: string[] = [];
  const owns = given.own ?? [];
  return {
    asked,
    own: () => owns.shift() ?? null,
    download: async () => {
      asked.push('download');
      return given.download ?? false;
    },
    install: async () => {
      asked.push('install');
      return given.install ?? null;
    },
  };
}
const quiet = () => {};

describe('the browser of the tests, in the order of the README', () => {
  test('CHROMIUM_PATH goes before all', async () => {
    const CHROMIUM_PATH = program(temporaryFolder(), 'mine', WORKS);
    const found = await findChromium(quiet, { CHROMIUM_PATH, PATH: '' }, ways({ own: ['/own'] }));
    expect(found).toEqual({ path: CHROMIUM_PATH, from: 'CHROMIUM_PATH' });
  });

  test('CHROMIUM_PATH that cannot be run is a fault, not passed over', async () => {
    const CHROMIUM_PATH = file(temporaryFolder(), 'mine');
    chmodSync(CHROMIUM_PATH, 0o644);
    await expect(findChromium(quiet, { CHROMIUM_PATH }, ways())).rejects.toThrow(
      `CHROMIUM_PATH names ${CHROMIUM_PATH}, which cannot be run.`,
    );
  });

  test("Playwright's own goes before those on PATH", async () => {
    const PATH = temporaryFolder();
    program(PATH, 'chromium', WORKS);
    expect(await findChromium(quiet, { PATH }, ways({ own: ['/own'] }))).toEqual({
      path: '/own',
      from: "Playwright's own",
    });
  });

  test('one on PATH, passing over a script that only says where to get one', async () => {
    const PATH = temporaryFolder();
    program(PATH, 'chromium', 'echo "Command requires the chromium snap to be installed."; exit 1');
    const chrome = program(PATH, 'google-chrome', 'echo "Google Chrome 150.0.1"');
    const { asked, ...rest } = ways();
    expect(await findChromium(quiet, { PATH }, rest)).toEqual({ path: chrome, from: 'on this machine' });
    expect(asked).toEqual([]);
  });

  test("else Playwright's download", async () => {
    const { asked, ...rest } = ways({ own: [null, '/downloaded'], download: true });
    const found = await findChromium(quiet, { PATH: temporaryFolder() }, rest);
    expect(found).toEqual({ path: '/downloaded', from: "Playwright's download" });
    expect(asked).toEqual(['download']);
  });

  test("else Debian's package", async () => {
    const { asked, ...rest } = ways({ install: '/usr/bin/chromium' });
    const found = await findChromium(quiet, { PATH: temporaryFolder() }, rest);
    expect(found).toEqual({ path: '/usr/bin/chromium', from: 'the Debian package' });
    expect(asked).toEqual(['download', 'install']);
  });

  test('else one error that lists the ways', async () => {
    const failed = findChromium(quiet, { PATH: temporaryFolder() }, ways());
    await expect(failed).rejects.toThrow(
      /CHROMIUM_PATH=.*\n.*chromium or google-chrome on PATH.*\n.*playwright install/,
    );
  });
});

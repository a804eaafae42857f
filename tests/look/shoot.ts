/**
 * Pictures of the pages and their states, to be looked at by a person: `npx node tests/look/shoot.ts <folder>
 * [scene…]`, by hand. Each scene is taken at three widths, in both themes and both languages, on the production build
 * with real data and without motion. `<scene>-<width>.png` holds the four of a width beside each other (a long page
 * continues in `-2`, `-3`), and the single ones are in `single/`. A word that ends in `*` names all scenes beginning
 * so; `LOOK_WIDTHS=360,1440` takes only those.
 *
 * What a person need not look for is said: complaints on the console, and pages that scroll sideways.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright';
import { catalogues } from '#app/_words/catalogues.ts';
import { connectRedis } from '#lib/redis/client.ts';
import { findChromium } from '#scripts/lib/chromium.mjs';
import { freePort } from '#scripts/lib/ports.mjs';
import { startBank } from '#tests/setup/start-bank.ts';
import { newCustomer } from '../e2e/accounts.ts';
import { LONG_PASSWORD } from '../e2e/customers.ts';
import { LOCALES, type Scene, THEMES, type Variant, WIDTHS, type Width } from './look.ts';
import { chooseScenes } from './scenes.ts';
import { growToPage, settled } from './settled.ts';
import { type Picture, sheets } from './sheet.ts';
import { signIns } from './sign-ins.ts';

const [folder, ...words] = process.argv.slice(2);
if (!folder) throw new Error('npx node tests/look/shoot.ts <folder> [scene…]');
const scenes = await chooseScenes(words);
const widths = (process.env.LOOK_WIDTHS ?? Object.keys(WIDTHS).join()).split(',').map(Number) as Width[];
mkdirSync(path.join(folder, 'single'), { recursive: true });

// Without a worker nothing moves but what a scene books itself.
// A machine that draws four pages at once is slow, and no picture is to be of an outage that it makes.
const env = { REDIS_DEADLINE_MS: '10000' };
const bank = await startBank({ port: await freePort(), worker: false, env });
const redis = await connectRedis(bank.redisUrl, { name: 'look', deadlineMs: 5000 });
const executablePath = process.env.CHROMIUM_PATH || (await findChromium()).path;
const browser = await chromium.launch({ executablePath });
const { signedIn, signIn } = signIns(bank, redis);

async function take(name: string, scene: Scene, variant: Variant): Promise<Picture> {
  const { width, theme, language } = variant;
  const called = `${name}-${width}-${language}-${theme}`;
  const context = await browser.newContext({
    baseURL: bank.origin,
    locale: LOCALES[language],
    timezoneId: 'UTC',
    colorScheme: theme,
    viewport: { width, height: WIDTHS[width] },
    isMobile: width < 1000,
    hasTouch: width < 1000,
    reducedMotion: 'reduce',
    serviceWorkers: scene.worker ? 'allow' : 'block',
    ...(scene.as ? { storageState: await signedIn(scene.as) } : {}),
  });
  const page = await context.newPage();
  try {
    page.on('console', (message) => {
      if (message.type() === 'error') console.log(`  ${called}: ${message.text().slice(0, 200)}`);
    });
    page.on('pageerror', (error) => console.log(`  ${called}: ${error.message}`));
    const asNewCustomer = async (entries = 0) => {
      const made = await newCustomer(redis, entries);
      await signIn(context.request, made.username, LONG_PASSWORD);
      return made;
    };
    const shot = await scene.bring({
      ...variant,
      page,
      context,
      words: catalogues[language],
      bank,
      redis,
      asNewCustomer,
      signIn: (username, password) => signIn(context.request, username, password),
    });
    if (!scene.waiting) await settled(page, shot === 'page');
    if (shot !== 'screen') await growToPage(page, width);
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - screen.width);
    if (beyond > 0) console.log(`  ${called}: ${beyond} px wider than the screen`);
    const png = typeof shot === 'string' ? await page.screenshot() : await shot.screenshot();
    writeFileSync(path.join(folder ?? '', 'single', `${called}.png`), png);
    return { name: called, width: png.readUInt32BE(16), png };
  } catch (error) {
    await page
      .screenshot({ path: path.join(folder ?? '', 'single', `${called}-failed.png`) })
      .catch(() => {});
    throw error;
  } finally {
    await context.close();
  }
}

try {
  for (const [name, scene] of Object.entries(scenes)) {
    const begun = Date.now();
    for (const width of widths) {
      const variants = Object.keys(LOCALES).flatMap((language) =>
        THEMES.map((theme) => ({ width, theme, language }) as Variant),
      );
      try {
        const pictures = await Promise.all(variants.map((variant) => take(name, scene, variant)));
        for (const [at, sheet] of (await sheets(browser, pictures)).entries()) {
          writeFileSync(path.join(folder, `${name}-${width}${at > 0 ? `-${at + 1}` : ''}.png`), sheet);
        }
      } catch (error) {
        console.log(`  ${name}-${width} failed: ${error instanceof Error ? error.message : error}`);
        process.exitCode = 1;
      }
    }
    console.log(`${name}: ${Math.round((Date.now() - begun) / 1000)} s`);
  }
} finally {
  await browser.close();
  redis.destroy();
  await bank.stop();
}

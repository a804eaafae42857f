/** Draws the PNG icons from public/icon.svg with the tests' Chromium: `node scripts/draw-icons.mjs`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright';
import { findChromium } from './lib/chromium.mjs';
import { inRoot } from './lib/paths.mjs';

const PAPER = '#f7f5f2';
/** What launchers may cut off is a tenth on each side; the mark stays well within. */
const ICONS = [
  { name: '192.png', size: 192, mark: 1, paper: 'transparent' },
  { name: '512.png', size: 512, mark: 1, paper: 'transparent' },
  { name: 'maskable-512.png', size: 512, mark: 0.6, paper: PAPER },
  { name: 'apple-touch-icon.png', size: 180, mark: 0.72, paper: PAPER },
];

const mark = `data:image/svg+xml;base64,${readFileSync(inRoot('public/icon.svg')).toString('base64')}`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH || (await findChromium()).path,
});
for (const { name, size, mark: share, paper } of ICONS) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(
    `<body style="margin:0;display:grid;place-items:center;height:100vh;background:${paper}"><img src="${mark}" width="${size * share}" height="${size * share}"></body>`,
  );
  const picture = await page.screenshot({ omitBackground: true });
  writeFileSync(inRoot('public/icons', name), picture);
  await page.close();
}
await browser.close();

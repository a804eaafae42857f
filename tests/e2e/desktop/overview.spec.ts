import { en, expect, test } from '../fixtures.ts';

const words = en.overview;

test('the chart is read by mouse, and goes on reading when a drag leaves it', async ({ page, signIn }) => {
  await signIn('alice');
  await page.goto('/overview');
  await page.locator('canvas').first().waitFor();
  const chart = page.getByRole('slider', { name: words.chartKeys });
  const change = page.getByTestId('change');
  await expect(change).toContainText(words.change['1mo']);
  const { x, y, width, height } = (await chart.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.mouse.move(x + width * 0.4, y + height / 2);
  const middle = Number(await chart.getAttribute('aria-valuenow'));
  expect(middle).toBeGreaterThan(0);
  await expect(change).not.toContainText(words.change['1mo']);
  await page.mouse.down();
  await page.mouse.move(x + width * 0.4, y - 60);
  await page.mouse.move(x + width * 0.2, y - 60);
  await expect.poll(async () => Number(await chart.getAttribute('aria-valuenow'))).toBeLessThan(middle);
  await page.mouse.up();
  await page.mouse.move(x + width / 2, y - 80);
  await expect(change).toContainText(words.change['1mo']);
});

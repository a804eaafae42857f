/** The statement, on the screen and as it is printed. */
import { expect } from 'playwright/test';
import { hideAmounts, YEAR } from '../bank-parts.ts';
import type { Scene, Scenes } from '../look.ts';

const MONTH = `from=${YEAR}-06-01&to=${YEAR}-06-30`;

const of = (query: string, shot: 'page' | 'screen' = 'screen'): Scene => ({
  as: 'bob',
  async bring({ page }) {
    await page.goto(`/transactions/statement${query}`);
    await expect(page.getByRole('table')).toBeVisible();
    return shot;
  },
});

export const scenes: Scenes = {
  statement: of(`?from=${YEAR}-06-01&to=${YEAR}-06-03`, 'page'),
  'statement-words': of(`?q=groc&direction=out&min=10.00&type=card&${MONTH}`),
  'statement-bounded': of('?from=2020-01-01'),
  'statement-print': {
    as: 'bob',
    async bring({ page }) {
      await page.goto(`/transactions/statement?from=${YEAR}-06-01&to=${YEAR}-06-03`);
      await page.emulateMedia({ media: 'print' });
      await expect(page.getByRole('table')).toBeVisible();
      return 'page';
    },
  },
  'statement-none': {
    async bring(look) {
      await look.asNewCustomer(0);
      await look.page.goto('/transactions/statement');
      await expect(look.page.getByText(look.words.statement.none)).toBeVisible();
      return 'screen';
    },
  },
  'statement-hidden': {
    async bring(look) {
      await look.asNewCustomer(8);
      await hideAmounts(look);
      await look.page.goto('/transactions/statement?from=2020-01-01');
      await expect(look.page.getByRole('table')).toContainText('•');
      return 'screen';
    },
  },
};

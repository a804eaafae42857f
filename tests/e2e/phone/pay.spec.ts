import { newUserTag } from '#lib/identity/users.ts';
import { makePaymentCode } from '#lib/payments/make-code.ts';
import { writePayment } from '#tests/setup/some-payment.ts';
import { expectClean, expectCleanInBoth } from '../clean.ts';
import { LONG_PASSWORD, signInAs } from '../customers.ts';
import { en, expect } from '../fixtures.ts';
import { amountOn, button, newPerson, OPENING_MINOR, stateOn, test, withAuthenticator } from '../payers.ts';

const words = en.pay;

// Lines that break are said on the console, and the question for the password.
test.use({ allowedComplaints: /net::ERR_|status of 403/ });

test('money moves between own accounts once, whatever is reloaded, gone back to, pressed twice or lost', async ({
  page,
  payer,
  balances,
}) => {
  await page.goto('/pay');
  await expect(page.getByTestId('after')).toContainText('1,000.00 USD');
  await amountOn(page).fill('25');
  await expect(page.getByTestId('after')).toContainText('975.00 USD');
  await page.reload();
  await expect(amountOn(page)).toHaveValue('25');
  await button(page, words.next).tap();
  await expect(page.getByRole('searchbox')).toBeVisible();
  await page.reload();
  await button(page, /Savings/).dblclick();
  await page.getByLabel(words.reference).fill('Holiday');
  await page.goBack();
  await expect(page.getByRole('searchbox')).toBeVisible();
  await page.goForward();
  await page.reload();
  await expect(page.getByTestId('sentence')).toHaveText('Move 25.00 USD from Current account to Savings');
  await expect(page.getByLabel(words.reference)).toHaveValue('Holiday');

  // It reaches the bank; its answer does not reach the customer.
  const sent: (string | undefined)[] = [];
  await page.route('**/api/transfers', async (route) => {
    sent.push(route.request().headers()['idempotency-key']);
    if (sent.length > 1) return route.continue();
    await route.fetch();
    await route.abort();
  });
  // A press that was still meant for the payee that stood here.
  await button(page, words.move).hover();
  await page.mouse.down({ clickCount: 2 });
  await page.mouse.up({ clickCount: 2 });
  await button(page, words.move).tap();
  await expect(page.getByTestId('unknown')).toBeVisible();
  await expect(page.getByLabel(words.reference)).toHaveCount(0);
  await page.goBack();
  await expect(page.getByTestId('unknown')).toBeVisible();
  await page.reload();
  await button(page, words.ask).dblclick();
  await expect(stateOn(page)).toHaveText(en.receipt.states.moved);
  await expectClean(page);
  expect(new Set(sent).size).toBe(1);
  expect(await balances(payer)).toEqual([OPENING_MINOR - 25_00, OPENING_MINOR + 25_00]);
  // What is done is not there to be done again.
  await page.goBack();
  await expect(amountOn(page)).toHaveValue('');
});

test('the first payment by keys alone: set up, a close name, a refused thumb, and it arrives live', async ({
  page,
  browser,
  payer,
  redis,
  balances,
}) => {
  const payee = await newPerson(redis, 'Alice Martin');
  const theirs = await browser.newContext();
  await signInAs(theirs.request, payee);
  const phone = await theirs.newPage();
  await phone.goto('/overview');
  await expect(phone.getByTestId('live')).toHaveAttribute('data-state', 'live');
  const code = await makePaymentCode(redis, payer.refs[0]?.user ?? newUserTag());
  const thumb = await withAuthenticator(page);
  const { keyboard } = page;
  const onto = async (name: string) => {
    for (let tab = 0; tab < 40; tab++) {
      const focused = page.locator(':focus');
      if ((await focused.count()) > 0) {
        const text = `${await focused.textContent()} ${await focused.getAttribute('aria-label')}`;
        if (text.includes(name)) return;
      }
      await keyboard.press('Tab');
    }
    throw new Error(`Tab does not reach ${name}`);
  };

  await page.goto('/pay');
  await expect(amountOn(page)).toBeFocused();
  await expectClean(page);
  await keyboard.type('12,5');
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: words.who })).toBeFocused();
  await expectClean(page);
  await onto(words.fresh);
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: words.fresh })).toBeFocused();
  await keyboard.press('Tab');
  await keyboard.type(payee.numbers[0] ?? '');
  await keyboard.press('Tab');
  await keyboard.type('Alice Marten');
  await keyboard.press('Enter');
  await expect(page.getByTestId('name-question')).toContainText('Did you mean Alice Martin?');
  await expectClean(page);
  await onto('Yes, Alice Martin');
  await keyboard.press('Enter');
  await expect(page.getByTestId('sentence')).toHaveText(
    'Send 12.50 USD to Alice Martin, from Current account',
  );
  await expect(page.getByTestId('sentence')).toBeFocused();
  await expectClean(page);

  await page.getByLabel(words.code).focus();
  await keyboard.type(code);
  await keyboard.press('Enter');
  await expect(page.getByLabel(en.session.password, { exact: true })).toBeFocused();
  await keyboard.type(LONG_PASSWORD);
  await keyboard.press('Enter');
  await expect(button(page, words.confirm)).toBeFocused();

  await thumb.refuse();
  await keyboard.press('Enter');
  await expect(page.getByTestId('pay-problem')).toHaveText(words.errors.canceled);
  await thumb.accept();
  await keyboard.press('Enter');
  await expect(stateOn(page)).toHaveText(en.receipt.states.done);
  await expect(stateOn(page)).toBeFocused();
  await expectCleanInBoth(page);
  expect((await balances(payer))[0]).toBe(OPENING_MINOR - 12_50);
  await expect(phone.getByTestId('balance')).toHaveAttribute('data-minor', String(OPENING_MINOR + 12_50));
  await theirs.close();

  await page.goto('/security');
  await page.locator('#passkeys').getByRole('button', { name: 'Remove' }).focus();
  await keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toContainText(en.passkeys.askPays);
  await onto(en.passkeys.keep);
  await keyboard.press('Enter');
  await expect(page.locator('[data-passkey]')).toHaveCount(1);
});

test('a receipt on paper is the outcome with the bank’s name, and nothing to press', async ({
  page,
  payer,
  redis,
}) => {
  const [ref] = payer.refs;
  if (!ref) throw new TypeError('no account');
  const { id } = await writePayment(redis, ref, {});
  await page.goto(`/pay/${id}`);
  await page.emulateMedia({ media: 'print' });
  const main = page.getByRole('main');
  const printed = [en.receipt.states.done, '25.00 USD', 'to Alice Nguyen', '1642207730', 'Lunch', id];
  for (const text of [...printed, en.frame.bank]) {
    await expect(main.getByText(text, { exact: true }).first()).toBeVisible();
  }
  const seen = page.locator('a, button, nav, header, footer, [role="status"]').filter({ visible: true });
  await expect(seen).toHaveCount(0);
});

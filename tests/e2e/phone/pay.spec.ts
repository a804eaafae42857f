import { newUserTag } from '#lib/identity/users.ts';
import { makePaymentCode } from '#lib/payments/make-code.ts';
import { writePayment } from '#tests/setup/some-payment.ts';
import { expectClean, expectCleanInBoth } from '../clean.ts';
import { LONG_PASSWORD, signInAs } from '../customers.ts';
import { en, expect, requestsOf } from '../fixtures.ts';
import { amountOn, button, newPerson, OPENING_MINOR, stateOn, test, withAuthenticator } from '../payers.ts';

const words = en.pay;

// Lines that break are said on the console, and refusals: the question for the password among them.
test.use({ allowedComplaints: /net::ERR_|status of 4(03|22)/ });

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

test('nothing typed of a new payee is lost by a reload, a lost line or Back, and the name is asked about once', async ({
  page,
  payer: _,
  redis,
}) => {
  const payee = await newPerson(redis, 'Alice Martin');
  await page.goto('/pay');
  await amountOn(page).fill('25');
  await button(page, words.next).tap();
  await button(page, words.fresh).tap();
  await page.getByLabel(words.number).fill(payee.numbers[0] ?? '');
  await page.getByLabel(words.name).fill('Alice Martin');
  await page.context().setOffline(true);
  await button(page, words.next).tap();
  await expect(page.getByTestId('pay-problem')).toHaveText(words.errors.network);
  await page.goBack();
  await page.goForward();
  await expect(page.getByLabel(words.number)).toHaveValue(payee.numbers[0] ?? '');
  await page.context().setOffline(false);
  await page.reload();
  await expect(page.getByLabel(words.name)).toHaveValue('Alice Martin');
  const checks = requestsOf(page);
  await button(page, words.next).dblclick();
  await expect(page.getByTestId('sentence')).toContainText('Send 25.00 USD to Alice Martin');
  expect(checks.filter((one) => one.endsWith('/api/payees/check'))).toHaveLength(1);
});

test('the journey is read out: steps, names, hints, errors, refusals and the end', async ({
  page,
  payer: _,
  redis,
}) => {
  const main = page.getByRole('main');
  const said = main.getByRole('alert');
  const stranger = await newPerson(redis, 'Zed Zebra');
  await page.goto('/pay');
  await expect(amountOn(page)).toHaveAccessibleDescription('1,000.00 USD available');
  await amountOn(page).fill('2000');
  await expect(said).toHaveText('There’s only 1,000.00 USD on this account.');
  await expect(amountOn(page)).toHaveAccessibleDescription('There’s only 1,000.00 USD on this account.');
  await amountOn(page).fill('25');
  await expect(amountOn(page)).toHaveAccessibleDescription('975.00 USD left afterwards');
  await expect(main).toMatchAriaSnapshot(`
    - link "Back to overview"
    - heading "Pay" [level=1]
    - textbox "Amount"
    - combobox "From"
    - button "Continue"
  `);
  await page.keyboard.press('Enter');

  await expect(page.locator(':focus')).toHaveText('Who to? 25.00 USD');
  await expect(main).toMatchAriaSnapshot(`
    - button "Back"
    - heading "Who to? 25.00 USD" [level=2]
    - searchbox "Name or account number"
    - button "New payee"
    - region "Your accounts":
      - list:
        - listitem:
          - button /Savings ending in \\d+ 1,000.00 USD/
  `);
  await page.getByRole('searchbox').fill('Savnigs');
  await expect(main.getByRole('status').filter({ hasText: /./ })).toHaveText('1 payee found');
  await page.getByRole('searchbox').fill('');

  await button(page, words.fresh).click();
  await expect(page.locator(':focus')).toHaveText(words.fresh);
  const number = page.getByRole('textbox', { name: words.number });
  await button(page, words.next).click();
  await expect(number).toBeFocused();
  await expect(number).toHaveAccessibleDescription(words.faults.number);
  await number.fill('999999');
  await page.getByRole('textbox', { name: words.name }).fill('Someone Else');
  await page.keyboard.press('Enter');
  await expect(said).toHaveText(words.errors.unknown_account);
  await expect(number).toBeFocused();
  await expect(number).toHaveAccessibleDescription(words.errors.unknown_account);
  await number.fill(stranger.numbers[0] ?? '');
  await page.keyboard.press('Enter');
  await expect(page.locator(':focus')).toHaveText(words.differs);
  await expect(said).toMatchAriaSnapshot(`
    - alert:
      - paragraph: The name doesn’t match this account
      - paragraph: /doesn’t belong to “Someone Else”/
      - button "Change it"
      - button "Pay anyway"
  `);
  await button(page, words.payAnyway).click();

  await expect(page.locator(':focus')).toHaveText('Send 25.00 USD to Someone Else, from Current account');
  await expect(main).toMatchAriaSnapshot(`
    - heading "Send 25.00 USD to Someone Else, from Current account" [level=2]
    - paragraph: /Account number \\d+/
    - paragraph: 975.00 USD left afterwards
    - textbox "Reference (optional)"
    - paragraph:
      - button "Change amount"
      - button "Change payee"
    - heading "Set up payments" [level=2]
    - textbox "One-time code"
    - button "Set up passkey"
  `);
  await button(page, words.setUp).click();
  await expect(page.getByLabel(words.code)).toBeFocused();
  await expect(page.getByLabel(words.code)).toHaveAccessibleDescription(new RegExp(words.faults.code));

  await button(page, words.changePayee).click();
  await button(page, /Savings/).click();
  await page.route('**/api/transfers', (route) =>
    route.fulfill({ status: 422, json: { code: 'not_enough', availableMinor: 12_34 } }),
  );
  await button(page, words.move).click();
  await expect(said).toHaveText('There’s only 12.34 USD on this account. Nothing was sent.');
  await page.unroute('**/api/transfers');
  await button(page, words.move).click();
  await expect(stateOn(page)).toBeFocused();
  await expect(stateOn(page)).toHaveAccessibleDescription('25.00 USD to Savings It’s on your other account.');
  await expect(
    main.locator('[aria-live], [role="status"], [role="alert"]').filter({ hasText: /./ }),
  ).toHaveCount(1);
  await expect(main).toMatchAriaSnapshot(`
    - article "Moved":
      - heading "Moved" [level=1]
      - paragraph: 25.00 USD
      - paragraph: to Savings
      - term: To account
      - term: From
      - term: Time
      - term: Number
      - button "Print"
      - link "Pay again"
      - link "Done"
  `);
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

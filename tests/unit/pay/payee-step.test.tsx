import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Formats } from '#app/_words/context.tsx';
import { en } from '#app/_words/en.ts';
import { newDraft } from '#app/(bank)/pay/_flow/draft.ts';
import { PayContext, type Paying } from '#app/(bank)/pay/_flow/use-pay.ts';
import { PayeeStep } from '#app/(bank)/pay/_payee/payee-step.tsx';
import { payWords } from '#app/(bank)/pay/words.ts';

const account = { id: 'a_1', name: 'Current', number: '1', currency: 'USD', balanceMinor: 1 } as never;

function drawn(some: Partial<Paying>): string {
  const paying = {
    ...{ words: payWords(en), accounts: [account], from: account, payees: [], demo: [], amountMinor: 1 },
    ...{ draft: newDraft('k', { from: 'a_1' }), payeeName: '', edit: () => {}, go: () => {} },
    ...some,
  } as Paying;
  return renderToStaticMarkup(
    <Formats language="en" timeZone="UTC" hidden={false}>
      <PayContext value={paying}>
        <PayeeStep />
      </PayContext>
    </Formats>,
  );
}

test('who has nobody to pay yet is told where payees come from', () => {
  expect(drawn({})).toContain(en.pay.nobodyYet);
  const payees = [{ number: '1642207730', name: 'Alice', isSaved: true, wasPaid: false }];
  expect(drawn({ payees })).not.toContain(en.pay.nobodyYet);
});

import { Amounts, useFormat } from '#app/_words/context.tsx';

/** The amount of this payment, which is seen whatever is hidden: its customer is typing it. */
export const TypedAmount = (props: { minor: number; currency: string }) => (
  <Amounts hidden={false}>
    <Shown {...props} />
  </Amounts>
);

const Shown = ({ minor, currency }: { minor: number; currency: string }) => (
  <span className="figures">{useFormat().withCurrency(minor, currency)}</span>
);

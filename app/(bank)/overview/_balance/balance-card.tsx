import Link from 'next/link';
import { LiveBadge } from '#app/_frame/live-badge.tsx';
import { classes } from '#app/_kit/class-names.ts';
import { DownIcon, UpIcon } from '#app/_kit/icons.tsx';
import { useCountUp } from '#app/_kit/use-count-up.ts';
import { fill } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import { useWords } from '#app/(bank)/overview/_overview/use-words.ts';
import { changeSince, type OverviewState, type Scope, spanOf } from '#app/(bank)/overview/overview-state.ts';
import { DueLine } from './due-line.tsx';

/** What can be spent, the booked balance where it differs, and the change over the range of the chart. */
export function BalanceCard({
  state,
  scope,
  now,
}: {
  state: OverviewState;
  scope: Scope;
  /** The bank's time, in milliseconds. */
  now: number;
}) {
  const words = useWords();
  const format = useFormat();
  return (
    <section className="card" aria-labelledby="balance">
      <div className="flex items-center justify-between gap-2">
        <h2 id="balance" className="text-small text-ink-soft">
          {fill(words.balanceOf, { account: format.booked(scope.account.name) })}
        </h2>
        <LiveBadge />
      </div>
      <Balance minor={state.availableMinor} currency={scope.account.currency} />
      {/* Has its height while nothing is pending too, so that what is below keeps its place. */}
      <p className="figures min-h-5 text-small text-ink-soft" data-testid="booked">
        {state.balanceMinor !== state.availableMinor &&
          fill(words.booked, { amount: format.money(state.balanceMinor) })}
      </p>
      <Change state={state} from={spanOf(state, now).from} />
      {state.due && <DueLine due={state.due} scope={scope} />}
      <p className="mt-3 flex">
        <Link
          href={`/pay?from=${scope.account.id}`}
          prefetch={false}
          className="button button-primary grow lg:!min-h-11"
        >
          {words.pay}
        </Link>
      </p>
    </section>
  );
}

/** Counts to its new value; screen readers get the value itself. */
function Balance({ minor, currency }: { minor: number; currency: string }) {
  const format = useFormat();
  const { whole, cents } = format.split(useCountUp(minor));
  return (
    <p
      className="text-balance font-strong tracking-tight lg:text-[2.5rem]"
      data-testid="balance"
      data-minor={format.hidden ? undefined : minor}
    >
      <span className="sr-only">{format.withCurrency(minor, currency)}</span>
      <span aria-hidden="true" className="figures">
        {whole}
        <span className="text-[0.55em] font-normal tracking-normal text-ink-soft">
          {cents} {currency}
        </span>
      </span>
    </p>
  );
}

function Change({ state, from }: { state: OverviewState; from: number }) {
  const format = useFormat();
  const words = useWords();
  const [first] = state.points;
  const changeMinor = changeSince(state.points, from, state.availableMinor);
  const period = fill(words.change[state.range], { date: format.shortWithYear(first?.x ?? state.at) });
  const amount = format.money(Math.abs(changeMinor));
  return (
    <p className="figures flex min-h-6 items-center gap-1.5 text-small" data-testid="change" aria-live="off">
      <span className={classes('inline-flex items-center gap-1.5', changeMinor > 0 && 'text-credit')}>
        {changeMinor !== 0 && (changeMinor > 0 ? <UpIcon /> : <DownIcon />)}
        {changeMinor === 0 ? words.level : fill(changeMinor > 0 ? words.up : words.down, { amount })}
      </span>
      <span className="text-ink-soft">{period}</span>
    </p>
  );
}

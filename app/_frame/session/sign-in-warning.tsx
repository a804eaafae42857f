'use client';
import { useRouter } from 'next/navigation';
import { type FocusEvent, type ReactNode, useCallback, useRef, useState } from 'react';
import { bank, isRefusal } from '#app/_client/bank.ts';
import { useLiveStatus } from '#app/_client/live/use-live.ts';
import { classes } from '#app/_kit/class-names.ts';
import { CloseIcon } from '#app/_kit/icons.tsx';
import { fill, plural } from '#app/_words/catalogue.ts';
import { useFormat, useShared } from '#app/_words/context.tsx';
import { deviceName } from '#app/_words/device-name.ts';
import { fromAddress } from './from-address.ts';
import { NotConfirmed, useConfirming, useRefusal } from './step-up.tsx';
import { type SignIn, useSignIns } from './use-sign-ins.ts';

/** Where a customer goes whose account somebody else was in. */
const NEW_PASSWORD = '/security?act=not-me#password';

/**
 * "New sign-in: Chrome on Linux. Was this you?" on every page. It lies over the page, so that nothing moves for it,
 * and one tap ends the session that was not the customer's. It can wait.
 */
export function SignInWarning({ session, known }: { session: string; known: readonly SignIn[] }) {
  const { session: words } = useShared();
  const refusalOf = useRefusal();
  const format = useFormat();
  const router = useRouter();
  const confirming = useConfirming();
  const { signIns, putOff, changed, forgetChange, answered } = useSignIns(session, known);
  const [ending, setEnding] = useState('');
  const [error, setError] = useState('');
  const [first] = signIns;
  const waiting = signIns.length - 1;

  async function notMe({ sid }: SignIn) {
    if (ending) return;
    setEnding(sid);
    setError('');
    try {
      await confirming(() => bank.delete('/api/sessions/:sid', { params: { sid } })).catch((refusal) => {
        // It is over already: as good as ended.
        if (!isRefusal(refusal, 'not_found')) throw refusal;
      });
      answered(sid);
      router.push(NEW_PASSWORD);
    } catch (refusal) {
      if (!(refusal instanceof NotConfirmed)) setError(refusalOf(refusal));
    } finally {
      setEnding('');
    }
  }

  if (first) {
    return (
      <Card
        title={fill(words.newSignIn, { device: deviceName(words, first) })}
        error={error}
        onWasMe={() => answered(first.sid)}
        onLater={putOff}
        other={
          <button
            type="button"
            className="button border-danger px-1! whitespace-nowrap text-danger"
            onClick={() => notMe(first)}
            aria-disabled={ending !== ''}
          >
            {ending ? words.ending : words.notMe}
          </button>
        }
      >
        {fill(words.signInWhen, {
          day: format.day(first.at, Date.now(), { named: false }),
          time: format.time(first.at),
          from: fromAddress(words, first.address),
        })}{' '}
        {words.wasItYou}
        {waiting > 0 && <span className="text-ink-soft"> {plural(format.locale, words.more, waiting)}</span>}
      </Card>
    );
  }
  if (!changed) return null;
  const seeSecurity = () => {
    forgetChange();
    router.push('/security');
  };
  const [title, text, see] =
    changed === 'password'
      ? [words.passwordChanged, words.passwordChangedText, words.seeSessions]
      : [words.passkeyChanged[changed], words.passkeyText, words.seePasskeys];
  return (
    <Card
      title={title}
      onWasMe={forgetChange}
      other={
        <button type="button" className="button px-1!" onClick={seeSecurity}>
          {see}
        </button>
      }
    >
      {text}
    </Card>
  );
}

function Card({
  title,
  error,
  onWasMe,
  onLater,
  other,
  children,
}: {
  title: string;
  error?: string;
  onWasMe: () => void;
  /** Without it, the question cannot wait. */
  onLater?: () => void;
  /** The button for whoever it was not. */
  other: ReactNode;
  children: ReactNode;
}) {
  const { session: words } = useShared();
  const { state } = useLiveStatus();
  const cameFrom = useRef<EventTarget | null>(null);
  // Answering takes the buttons away: the focus goes back to where it was before.
  const keep = ({ relatedTarget, currentTarget }: FocusEvent) => {
    if (!currentTarget.contains(relatedTarget)) cameFrom.current = relatedTarget;
  };
  const giveBack = useCallback((node: HTMLElement | null) => {
    return () => {
      if (node?.contains(document.activeElement) && cameFrom.current instanceof HTMLElement)
        cameFrom.current.focus();
    };
  }, []);
  return (
    <section
      ref={giveBack}
      onFocus={keep}
      aria-label={words.warning}
      data-testid="sign-in-warning"
      className={classes(
        'fixed inset-x-2 z-30 mx-auto max-w-[26rem] animate-arrive rounded-card border border-edge bg-raised p-4 lg:right-8 lg:left-auto lg:mx-0 lg:w-[24rem] print:hidden',
        // On a low screen, which is also one at 400% zoom, it would cover all: there it stands above the page.
        '[@media(max-height:30rem)]:static [@media(max-height:30rem)]:mx-2 [@media(max-height:30rem)]:mb-2',
        // Above the line that says that the page is not current.
        state === 'live'
          ? 'bottom-[calc(4.25rem+env(safe-area-inset-bottom))] lg:bottom-6'
          : 'bottom-[calc(8rem+env(safe-area-inset-bottom))] lg:bottom-20',
      )}
    >
      <div className="flex items-start gap-2">
        <p role="alert" className="grow font-strong">
          {title}
        </p>
        {onLater && (
          <button
            type="button"
            onClick={onLater}
            aria-label={words.later}
            title={words.later}
            className="-my-2.5 -mr-2.5 flex size-11 shrink-0 items-center justify-center rounded-field text-ink-soft hover:bg-sunken hover:text-ink"
          >
            <CloseIcon />
          </button>
        )}
      </div>
      <p>{children}</p>
      {error !== undefined && (
        <p role="alert" className="mt-1 text-small text-danger empty:hidden">
          {error}
        </p>
      )}
      <div className="mt-3 grid grid-cols-[2fr_3fr] gap-2">
        <button type="button" className="button px-1!" onClick={onWasMe}>
          {words.itWasMe}
        </button>
        {other}
      </div>
    </section>
  );
}

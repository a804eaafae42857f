import { useEffect, useState } from 'react';
import type { SessionWarning } from '#app/_client/session-clock.ts';
import { SignOut } from '#app/_frame/sign-out.tsx';
import { Modal } from '#app/_kit/modal.tsx';
import { clockText, useCountdown } from '#app/_kit/use-countdown.ts';
import { fill } from '#app/_words/catalogue.ts';
import { useShared } from '#app/_words/context.tsx';

/** When the time left is read out; each second would drown everything else. */
const SPOKEN_SECONDS = [30, 10];

export type IdleDialogProps = {
  warning: SessionWarning | null;
  now: () => number;
  onStay: () => Promise<void>;
  onDismiss: () => void;
};

/** "You will be signed out in 0:59": one button keeps the session (WCAG 2.2, 2.2.1). */
export default function IdleDialog({ warning, now, onStay, onDismiss }: IdleDialogProps) {
  const { session: words } = useShared();
  const [busy, setBusy] = useState(false);
  const idle = warning?.clock !== 'absolute';

  async function stay() {
    if (busy) return;
    setBusy(true);
    await onStay();
    setBusy(false);
  }

  return (
    <Modal
      open={warning !== null}
      title={idle ? words.idleTitle : words.absoluteTitle}
      onEscape={idle ? stay : onDismiss}
    >
      {warning && (
        <Countdown
          now={now}
          spokenWords={words.secondsLeft}
          endsAt={warning.endsAt}
          text={idle ? words.idleText : words.absoluteText}
        />
      )}
      {warning?.failed && (
        <p role="alert" className="mt-3 text-danger">
          {words.errors.network}
        </p>
      )}
      <div className="mt-5 flex flex-col gap-3">
        {idle ? (
          <button type="button" className="button button-primary w-full" onClick={stay} aria-disabled={busy}>
            {words.stay}
          </button>
        ) : (
          <button type="button" className="button button-primary w-full" onClick={onDismiss}>
            {words.understood}
          </button>
        )}
        <SignOut label={words.signOutNow} look="wide" />
      </div>
    </Modal>
  );
}

function Countdown({
  endsAt,
  now,
  spokenWords,
  text,
}: {
  endsAt: number;
  now: () => number;
  /** What is read out of the seconds left. */
  spokenWords: string;
  text: string;
}) {
  const seconds = useCountdown(endsAt, now);
  const [spoken, setSpoken] = useState('');
  useEffect(() => {
    if (SPOKEN_SECONDS.includes(seconds)) setSpoken(fill(spokenWords, { count: seconds }));
  }, [seconds, spokenWords]);
  const [before = '', after = ''] = text.split('{time}');
  return (
    <>
      <p className="text-ink-soft">
        {before}
        <span className="figures font-strong text-ink" data-testid="time-left">
          {clockText(seconds)}
        </span>
        {after}
      </p>
      <p role="status" className="sr-only">
        {spoken}
      </p>
    </>
  );
}

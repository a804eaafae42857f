import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { bank, isRefusal, RefusedError } from '#app/_client/bank.ts';
import {
  isDeclined,
  knowsPasskeys,
  offerPasskeys,
  signWithPasskey,
  stopOffering,
} from '#app/_client/passkey.ts';
import type { Catalogue } from '#app/_words/catalogue.ts';
import { MINUTE } from '#lib/time.ts';

/** A challenge is good for five minutes, and a page may be open for hours. */
const OFFER_ANEW_MS = 4 * MINUTE;

const challenge = () => bank.post('/api/auth/passkey/challenge');

/**
 * Signs in by passkey: offered in the name field's autofill as long as the form is open, and by a button. Neither is
 * there in a browser without passkeys; before JavaScript arrives the button's place is, so that nothing moves.
 */
export function PasskeySignIn({
  next,
  remember,
  words,
  onError,
}: {
  next: string;
  /** Whether the box is ticked when it is asked. */
  remember: () => boolean;
  words: Catalogue['login']['passkey'];
  /** Empty when one tries again. */
  onError: (message: string) => void;
}) {
  const [known, setKnown] = useState<boolean>();
  const [busy, setBusy] = useState(false);
  const asking = useRef(false);

  async function signInWith(answer: Awaited<ReturnType<typeof signWithPasskey>>) {
    await bank.post('/api/auth/passkey', { body: { response: answer, remember: remember() } });
    // Staff are led on to their own pages.
    location.assign(next || '/');
  }

  const say = (error: unknown) => {
    if (isDeclined(error)) return;
    const errors: Record<string, string> = words.errors;
    onError((error instanceof RefusedError && errors[error.code]) || words.errors.other);
  };

  /** True when it is to be offered again. */
  async function offer(): Promise<boolean> {
    // That it cannot be offered, or was not chosen, is no news: the button and the password are there.
    const answer = await offerPasskeys(challenge).catch(() => null);
    if (!answer) return false;
    try {
      await signInWith(answer);
      return false;
    } catch (error) {
      say(error);
      return isRefusal(error, 'wrong_credentials') || isRefusal(error, 'challenge_expired');
    }
  }
  const offerNow = useEffectEvent(offer);

  useEffect(() => {
    const knows = knowsPasskeys();
    setKnown(knows);
    if (!knows) return;
    let open = true;
    const offering = async () => {
      let again = true;
      while (open && again) again = await offerNow();
    };
    offering();
    const anew = setInterval(() => {
      // Not while the browser is asking.
      if (!asking.current) stopOffering().then(offering);
    }, OFFER_ANEW_MS);
    return () => {
      open = false;
      clearInterval(anew);
      stopOffering();
    };
  }, []);

  async function byButton() {
    if (busy) return;
    setBusy(true);
    asking.current = true;
    onError('');
    try {
      await signInWith(await signWithPasskey(await challenge()));
    } catch (error) {
      say(error);
      setBusy(false);
      asking.current = false;
      offer();
    }
  }

  if (known === false) return null;
  return (
    <div className={known ? 'contents' : 'invisible contents'}>
      <p className="-my-2 text-center text-small text-ink-soft">{words.or}</p>
      <button type="button" className="button w-full" onClick={byButton} aria-disabled={busy}>
        {busy ? words.submitting : words.submit}
      </button>
    </div>
  );
}

import { type SubmitEvent, useId, useRef, useState } from 'react';
import { NotConfirmed, useConfirming } from '#app/_frame/session/step-up.tsx';
import { useShared } from '#app/_words/context.tsx';
import { deviceName } from '#app/_words/device-name.ts';
import { usePay } from '#app/(bank)/pay/_flow/use-pay.ts';
import { addPasskey, enrolPasskey } from './enrol.ts';
import { problemOf, useProblem } from './problems.ts';

/** By a new passkey of this device. */
const NEW = '';

/** Before the first payment to somebody else: a code from outside of the web, and the passkey that pays from then on. */
export function SetUp({ onReady }: { onReady: () => void }) {
  const { words, demoUser, device, passkeys } = usePay();
  const command = `npm run user -- payment-code ${demoUser}`;
  const { session } = useShared();
  const id = useId();
  const confirming = useConfirming();
  const sayProblem = useProblem();
  const field = useRef<HTMLInputElement>(null);
  const busy = useRef(false);
  /** Of this page: a wrong code leaves it made. */
  const made = useRef<string | null>(null);
  const [passkey, setPasskey] = useState(passkeys.at(-1)?.id ?? NEW);
  const [isBusy, setBusy] = useState(false);
  const [wrong, setWrong] = useState('');

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const code = field.current?.value.trim() ?? '';
    if (busy.current) return;
    setWrong(code ? '' : words.faults.code);
    if (!code) return field.current?.focus();
    busy.current = true;
    setBusy(true);
    try {
      if (passkey === NEW) made.current ??= await addPasskey(deviceName(session, device), confirming);
      await enrolPasskey(passkey || (made.current ?? NEW), code, confirming);
      onReady();
    } catch (error) {
      if (!(error instanceof NotConfirmed)) setWrong(sayProblem(problemOf(error)));
      field.current?.focus();
    } finally {
      busy.current = false;
      setBusy(false);
    }
  }

  return (
    <form noValidate onSubmit={submit} className="card mt-3 flex flex-col gap-4" data-testid="set-up">
      <div>
        <h2 className="font-strong">{words.setUpTitle}</h2>
        <p className="mt-1 text-small text-ink-soft">{words.setUpText}</p>
      </div>
      {passkeys.length > 0 && (
        <div>
          <label htmlFor={`${id}-passkey`} className="mb-1 block text-small">
            {words.passkey}
          </label>
          <select
            id={`${id}-passkey`}
            className="field"
            value={passkey}
            onChange={({ target }) => setPasskey(target.value)}
          >
            {passkeys.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
            <option value={NEW}>{words.newPasskey}</option>
          </select>
        </div>
      )}
      <div>
        <label htmlFor={id} className="mb-1 block text-small">
          {words.code}
        </label>
        <input
          ref={field}
          id={id}
          autoComplete="one-time-code"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={40}
          aria-invalid={wrong ? true : undefined}
          aria-describedby={`${id}-demo ${id}-wrong`}
          className="field"
        />
        {demoUser && (
          <p id={`${id}-demo`} className="mt-1 text-small text-ink-soft">
            {words.setUpDemo.split('{command}')[0]}
            <code className="inline-block max-w-full [overflow-wrap:anywhere]">{command}</code>
          </p>
        )}
      </div>
      <p id={`${id}-wrong`} role="alert" className="text-danger empty:hidden" data-testid="set-up-problem">
        {wrong}
      </p>
      <button type="submit" className="button button-primary !min-h-13" aria-disabled={isBusy}>
        {isBusy ? words.settingUp : words.setUp}
      </button>
    </form>
  );
}

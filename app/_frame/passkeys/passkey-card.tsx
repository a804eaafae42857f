'use client';
import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import { isRefusal } from '#app/_client/bank.ts';
import { isDeclined, isKnownHere, knowsPasskeys } from '#app/_client/passkey.ts';
import { NotConfirmed, useRefusal } from '#app/_frame/session/step-up.tsx';
import { type Catalogue, fill } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import { MAX_PASSKEY_NAME, MAX_PASSKEYS } from '#lib/identity/passkey-limits.ts';
import type { PasskeyView } from '#lib/identity/passkeys.ts';
import { Removing } from './removing.tsx';
import { usePasskeys } from './use-passkeys.ts';

type Words = Catalogue['passkeys'];

/** One's passkeys, and adding, renaming and removing them. Where they cannot work it says so instead. */
export function PasskeyCard({
  drawn,
  works,
  device,
  words,
  paying = [],
  onChanged,
}: {
  drawn: readonly PasskeyView[];
  /** Ids of those that confirm payments, too. */
  paying?: readonly string[];
  /** Whether browsers have passkeys at this address. */
  works: boolean;
  /** What a new one is called. */
  device: string;
  words: Words;
  onChanged?: () => void;
}) {
  const refusal = useRefusal();
  const { passkeys, add, rename, trust, remove } = usePasskeys(drawn);
  const [known, setKnown] = useState(true);
  const [busy, setBusy] = useState(false);
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<PasskeyView | null>(null);
  const [said, setSaid] = useState('');
  const [wrong, setWrong] = useState('');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => setKnown(knowsPasskeys()), []);

  /** Tells how it went; what was cancelled needs no words. */
  async function run(act: () => Promise<void>, done: string) {
    if (busy) return;
    setBusy(true);
    setSaid('');
    setWrong('');
    try {
      await act();
      setSaid(done);
      onChanged?.();
    } catch (error) {
      if (isKnownHere(error)) setWrong(words.knownHere);
      else if (isRefusal(error, 'conflict') && passkeys.length === 1) setWrong(words.last);
      else if (!isDeclined(error) && !(error instanceof NotConfirmed)) {
        setWrong(fill(words.failed, { why: refusal(error) }));
      }
    } finally {
      setBusy(false);
      setAdding(false);
    }
  }

  /** Its row and its button are gone then: the focus does not go with them. */
  async function removed(id: string) {
    await remove(id);
    heading.current?.focus();
  }

  const closed =
    (!works && words.needsHttps) ||
    (!known && words.unknownHere) ||
    (passkeys.length >= MAX_PASSKEYS && words.full);
  return (
    <section id="passkeys" className="card" aria-labelledby="passkeys-title">
      <h2 id="passkeys-title" ref={heading} tabIndex={-1} className="mb-1 font-strong">
        {words.title}
      </h2>
      <p className="text-small text-ink-soft">{words.intro}</p>
      <p
        role="status"
        className="mt-2 rounded-field bg-tint px-4 py-3 empty:hidden"
        data-testid="passkeys-said"
      >
        {said}
      </p>
      <p role="alert" className="mt-2 text-danger empty:hidden" data-testid="passkeys-error">
        {wrong}
      </p>
      {passkeys.length > 0 && (
        <ul>
          {passkeys.map((passkey) => {
            const { id, name } = passkey;
            return (
              <Passkey
                key={id}
                passkey={passkey}
                words={words}
                onRename={(to) => run(() => rename(id, to), fill(words.renamed, { name: to }))}
                onTrust={() => run(() => trust(id), fill(words.trusted, { name }))}
                onRemove={() => setRemoving(passkey)}
              />
            );
          })}
        </ul>
      )}
      <Removing
        name={removing?.name ?? null}
        text={removing && paying.includes(removing.id) ? words.askPays : words.askText}
        words={words}
        onKeep={() => setRemoving(null)}
        onRemove={() => {
          setRemoving(null);
          if (removing) run(() => removed(removing.id), fill(words.removed, { name: removing.name }));
        }}
      />
      {closed ? (
        <p className="mt-2 text-small text-ink-soft">{closed}</p>
      ) : (
        <button
          type="button"
          className="button mt-3 w-full sm:w-auto"
          aria-disabled={busy}
          onClick={() => {
            if (busy) return;
            setAdding(true);
            run(() => add(device), fill(words.added, { name: device }));
          }}
        >
          {adding ? words.adding : words.add}
        </button>
      )}
    </section>
  );
}

function Passkey({
  passkey: { id, name, madeAt, lastUsedAt, synced, doubt },
  words,
  onRename,
  onTrust,
  onRemove,
}: {
  passkey: PasskeyView;
  words: Words;
  onRename: (name: string) => void;
  onTrust: () => void;
  onRemove: () => void;
}) {
  const format = useFormat();
  const [editing, setEditing] = useState(false);
  const renaming = useRef<HTMLButtonElement>(null);

  function close() {
    setEditing(false);
    // It is drawn again after this.
    requestAnimationFrame(() => renaming.current?.focus());
  }
  function save(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = new FormData(event.currentTarget).get('name');
    close();
    if (typeof given === 'string' && given.trim() !== name) onRename(given.trim());
  }

  return (
    <li data-passkey={id} className="border-line py-3 not-last:border-b">
      {editing ? (
        <form
          onSubmit={save}
          onKeyDown={({ key }) => key === 'Escape' && close()}
          className="flex flex-wrap gap-2"
        >
          <input
            name="name"
            aria-label={words.name}
            defaultValue={name}
            maxLength={MAX_PASSKEY_NAME}
            required
            pattern=".*\S.*"
            // biome-ignore lint/a11y/noAutofocus: whoever pressed the button is about to type.
            autoFocus
            className="field !w-auto min-w-40 grow"
          />
          <button type="submit" className="button button-primary">
            {words.save}
          </button>
          <button type="button" className="button" onClick={close}>
            {words.cancel}
          </button>
        </form>
      ) : (
        <p className="font-strong break-words">{name}</p>
      )}
      <p className="text-small text-ink-soft">
        {fill(words.made, { when: format.short(madeAt) })},{' '}
        {lastUsedAt > 0 ? fill(words.used, { when: format.short(lastUsedAt) }) : words.unused},{' '}
        {synced ? words.synced : words.bound}
      </p>
      {doubt && (
        <p className="mt-1 text-small text-danger" data-testid="passkey-doubt">
          {words.doubt[doubt]}
        </p>
      )}
      {!editing && (
        <div className="mt-2 flex flex-wrap gap-2">
          {doubt && (
            <button
              type="button"
              className="button"
              aria-label={fill(words.trustOne, { name })}
              onClick={onTrust}
            >
              {words.trust}
            </button>
          )}
          <button
            ref={renaming}
            type="button"
            className="button"
            aria-label={fill(words.renameOne, { name })}
            onClick={() => setEditing(true)}
          >
            {words.rename}
          </button>
          <button
            type="button"
            className="button"
            aria-label={fill(words.removeOne, { name })}
            onClick={onRemove}
          >
            {words.remove}
          </button>
        </div>
      )}
    </li>
  );
}

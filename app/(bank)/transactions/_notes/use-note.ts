import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { type AnswerOf, bank, isRefusal } from '#app/_client/bank.ts';
import { useLatestRequest } from '#app/_client/use-latest-request.ts';
import type { EntryNote, EntryView } from '#lib/ledger/schema.ts';
import { MAX_TAGS } from '#lib/notes/note-limits.ts';
import { mergeNotes, type Note, sameNote } from './note-merge.ts';

/** Typing is saved when it pauses, and when one leaves. */
const PAUSE_MS = 900;
/** A transaction that is passed sooner asks nothing. */
const LOOK_MS = 250;

const NOTE = '/api/accounts/:id/transactions/:seq/note';

export type StoredNote = AnswerOf<typeof NOTE>;
type NoteState = 'idle' | 'saving' | 'saved' | 'failed' | 'full';

const NONE: StoredNote = { text: '', tags: [], changedAt: null };
const trimmed = ({ text, tags }: Note): Note => ({ text: text.trim(), tags });

/** What could not be saved before one left, to be found again; it goes with the page. */
const unsaved = new Map<string, { base: StoredNote; draft: Note }>();

/**
 * The note beside one entry while it is written: saved when typing pauses, and merged with what another device wrote
 * meanwhile. `onSaved` is called with each note that the bank has stored.
 */
export function useNote(
  { account, seq }: Pick<EntryView, 'account' | 'seq'>,
  initial: EntryNote | undefined,
  onSaved: (note: StoredNote) => void,
) {
  const params = { id: account, seq };
  const entry = `${account}/${seq}`;
  const [start] = useState(() => unsaved.get(entry) ?? { base: initial ?? NONE, draft: initial ?? NONE });
  const [draft, setDraft] = useState<Note>(start.draft);
  const [state, setState] = useState<NoteState>(start.draft === start.base ? 'idle' : 'failed');
  /** Another device's note, when both wrote a text and somebody has to choose. */
  const [other, setOther] = useState<StoredNote | null>(null);
  const reading = useLatestRequest();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** The stored note as last read, and the one to be stored. State would be late: it changes with the next render. */
  const now = useRef({ ...start, sending: false, torn: false });

  function show(next: Note) {
    now.current.draft = next;
    setDraft(next);
  }

  function stored(note: StoredNote) {
    now.current.base = note;
    onSaved(note);
  }

  function change(next: Note, waitMs = 0) {
    show(next);
    clearTimeout(timer.current);
    // At once, so that nothing is said to be saved that is not yet sent.
    if (waitMs === 0) return void save();
    setState('idle');
    timer.current = setTimeout(save, waitMs);
  }

  const isDirty = () => !sameNote(trimmed(now.current.draft), now.current.base);

  /** Sends what is here until the bank has it; what is typed meanwhile is sent after it. */
  async function save(keepalive = false): Promise<void> {
    clearTimeout(timer.current);
    const at = now.current;
    if (at.sending || at.torn) return;
    at.sending = true;
    try {
      while (isDirty() && !at.torn) {
        setState('saving');
        await send(keepalive);
        setState(at.torn ? 'idle' : 'saved');
      }
      unsaved.delete(entry);
    } catch (error) {
      unsaved.set(entry, { base: at.base, draft: at.draft });
      setState(isRefusal(error, 'conflict') ? 'full' : 'failed');
    } finally {
      at.sending = false;
    }
  }

  async function send(keepalive: boolean): Promise<void> {
    const { draft: wanted, base } = now.current;
    const body = { ...trimmed(wanted), basedOn: base.changedAt };
    try {
      stored(await bank.put(NOTE, { params, body, keepalive }));
    } catch (error) {
      if (!isRefusal(error, 'note_changed')) throw error;
      await meet();
    }
  }

  /** Another device was first: what it wrote and what is written here are brought together. */
  async function meet(): Promise<void> {
    const theirs = await bank.get(NOTE, { params });
    const { torn, ...merged } = mergeNotes(now.current.base, now.current.draft, theirs);
    stored(theirs);
    show({ ...merged, tags: merged.tags.slice(0, MAX_TAGS) });
    now.current.torn = torn;
    if (torn) setOther(theirs);
  }

  const look = useEffectEvent(() => {
    const { base } = now.current;
    return reading.run(
      (signal) => bank.get(NOTE, { params, signal }),
      (note) => {
        const at = now.current;
        // What was stored since it was asked is newer.
        if (at.base !== base || at.sending || isDirty() || note.changedAt === base.changedAt) return;
        stored(note);
        show(note);
      },
      // What is shown stands; a change is checked against what the bank has anyway.
      () => {},
    );
  });
  const leave = useEffectEvent(() => save(true));
  useEffect(() => {
    // The list may have been read a while ago, and there are other devices.
    const looked = setTimeout(look, LOOK_MS);
    const hidden = () => document.visibilityState === 'hidden' && leave();
    document.addEventListener('visibilitychange', hidden);
    return () => {
      clearTimeout(looked);
      document.removeEventListener('visibilitychange', hidden);
      leave();
    };
  }, []);

  return {
    draft,
    state,
    other,
    type: (text: string) => change({ ...now.current.draft, text }, PAUSE_MS),
    setTags: (tags: readonly string[]) => change({ ...now.current.draft, tags }),
    save: () => save(),
    choose(which: 'mine' | 'other') {
      const text = which === 'mine' ? now.current.draft.text : (other?.text ?? '');
      now.current.torn = false;
      setOther(null);
      change({ ...now.current.draft, text });
    },
  };
}

/** Which sign-ins this browser was asked about and answered: "it was me", or it was ended. Stored for this session alone. */
const KEY = 'redisBank.answered';

type Stored = { session: string; sids: string[] };

function read(session: string): string[] {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Stored | null;
    return stored?.session === session ? stored.sids : [];
  } catch {
    // Storage is refused or was written by somebody else: then the question is asked again.
    return [];
  }
}

export const isAnswered = (session: string, sid: string): boolean => read(session).includes(sid);

export function answer(session: string, sid: string): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ session, sids: [...read(session), sid] } satisfies Stored));
  } catch {
    // As above.
  }
}

/** Calls back when another tab of this browser answered. */
export function onAnswered(listener: () => void): () => void {
  const hear = ({ key }: StorageEvent) => {
    if (key === KEY) listener();
  };
  window.addEventListener('storage', hear);
  return () => window.removeEventListener('storage', hear);
}

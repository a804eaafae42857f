'use client';
import Link from 'next/link';
import { useWords } from '#app/_words/context.tsx';
import { consoleHref, type Draft } from '#app/(staff)/staff/(sessions)/_query/address.ts';

/** Older sessions, and back to the newest. */
export function Pages({ asked, next, later }: { asked: Draft; next: string | null; later: boolean }) {
  const words = useWords('staff');
  if (!later && next === null) return null;
  return (
    <nav aria-label={words.pages} className="flex flex-wrap gap-3">
      {later && (
        <Link href={consoleHref(asked)} prefetch={false} className="button">
          {words.first}
        </Link>
      )}
      {next !== null && (
        <Link href={consoleHref(asked, next)} prefetch={false} className="button ml-auto">
          {words.next}
        </Link>
      )}
    </nav>
  );
}

/** Nothing found, and what can be done about it. */
export function Nobody({ asking }: { asking: boolean }) {
  const words = useWords('staff');
  return (
    <div className="px-4 py-16 text-center [text-wrap:balance]">
      <p className="text-large font-strong">{asking ? words.none : words.nobody}</p>
      <p className="mx-auto mt-2 max-w-sm text-ink-soft">{asking ? words.noneHint : words.nobodyHint}</p>
    </div>
  );
}

import Link from 'next/link';
import { messages } from '#app/_words/server.ts';

type Props = { words: { first: string; next: string }; first: string | null; next: string | null };

/** On to older rows, and back to the newest: addresses, null on the last and on the first page. */
export async function Pagination({ words, first, next }: Props) {
  if (!first && !next) return null;
  return (
    <nav aria-label={(await messages()).staff.pages} className="flex flex-wrap gap-3">
      {first && (
        <Link href={first} prefetch={false} className="button">
          {words.first}
        </Link>
      )}
      {next && (
        <Link href={next} prefetch={false} className="button ml-auto">
          {words.next}
        </Link>
      )}
    </nav>
  );
}

import Link from 'next/link';

type Step = { href: string; text: string };

/** On to older rows, and back to the newest. */
export function Pagination({
  label,
  first,
  next,
}: {
  label: string;
  /** Null on the first page. */
  first: Step | null;
  /** Null on the last one. */
  next: Step | null;
}) {
  if (!first && !next) return null;
  return (
    <nav aria-label={label} className="flex flex-wrap gap-3">
      {first && (
        <Link href={first.href} prefetch={false} className="button">
          {first.text}
        </Link>
      )}
      {next && (
        <Link href={next.href} prefetch={false} className="button ml-auto">
          {next.text}
        </Link>
      )}
    </nav>
  );
}

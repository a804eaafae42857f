import Link from 'next/link';
import { messages } from '#app/_ui/messages/server.ts';
import { Notice } from '#app/_ui/notice.tsx';

export const metadata = { title: messages().errors.notFoundTitle };

export default function NotFound() {
  const words = messages().errors;
  return (
    <main id="main">
      <Notice title={words.notFoundTitle} text={words.notFound}>
        <Link href="/overview" prefetch={false} className="button button-primary">
          {words.toOverview}
        </Link>
      </Notice>
    </main>
  );
}

'use client';
import { fatal } from '#app/_ui/messages/en.ts';
import { Notice } from '#app/_ui/notice.tsx';
import './globals.css';

/** Stands in when even the root layout fails; nothing of the bank but its look can be counted on. */
export default function GlobalError({ retry }: { retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>{fatal.title}</title>
        <main>
          <Notice title={fatal.title} text={fatal.text}>
            <button type="button" className="button button-primary" onClick={retry}>
              {fatal.reload}
            </button>
          </Notice>
        </main>
      </body>
    </html>
  );
}

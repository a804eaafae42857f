import { Title } from '#app/_frame/title.tsx';
import { Mark } from '#app/_kit/mark.tsx';
import { BookedTexts } from '#app/_words/context.tsx';
import { messages, requestTexts } from '#app/_words/server.ts';
import { OfflineView } from '#app/(public)/offline/_stored/offline-view.tsx';
import { offlineWords } from '#app/(public)/offline/words.ts';

/** Stored by the service worker for when there is no connection; what it shows comes from the device alone. */
export default async function Offline() {
  const all = await messages();
  const { frame, offline } = all;
  return (
    <main id="main" className="mx-auto grid max-w-[75rem] gap-3 px-2 py-3 sm:px-4 lg:gap-6 lg:px-8 lg:py-6">
      <Title of={offline.title} />
      <BookedTexts texts={await requestTexts()}>
        <OfflineView
          words={offlineWords(all)}
          unable={<p className="mt-1 text-small text-ink-soft">{offline.unable}</p>}
        >
          <p className="flex items-center gap-3 font-strong">
            <Mark />
            {frame.bank}
          </p>
          <h1 className="mt-4 text-large font-strong">{offline.heading}</h1>
        </OfflineView>
      </BookedTexts>
    </main>
  );
}

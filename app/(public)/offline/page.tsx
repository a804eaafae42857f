import { Words } from '#app/_words/context.tsx';
import { pick, titled } from '#app/_words/server.ts';
import { OfflinePage } from '#app/(public)/offline/_kept/offline-page.tsx';

export const generateMetadata = titled(({ offline }) => offline.title);

/** Kept by the service worker for when there is no connection; what it shows comes from the device alone. */
export default async function Offline() {
  return (
    <Words words={await pick('offline')}>
      <OfflinePage />
    </Words>
  );
}

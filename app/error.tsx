'use client';
import { Failure } from '#app/_frame/failure.tsx';

export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <main id="main">
      <Failure error={error} retry={retry} />
    </main>
  );
}

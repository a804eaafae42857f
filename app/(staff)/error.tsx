'use client';
import { Failure } from '#app/_frame/failure.tsx';

/** Within the frame: the sign-out stays in reach. */
export default function StaffError({ error, retry }: { error: unknown; retry: () => void }) {
  return <Failure error={error} retry={retry} />;
}

'use client';
import { Failure } from '#app/_frame/failure.tsx';

/** Within the frame: the places and the sign-out stay in reach. */
export default function BankError({ error, retry }: { error: unknown; retry: () => void }) {
  return <Failure error={error} retry={retry} />;
}

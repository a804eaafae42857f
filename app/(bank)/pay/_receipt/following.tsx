'use client';
import { useRouter } from 'next/navigation';
import { useEffect, useEffectEvent } from 'react';
import { refreshInBackground } from '#app/_client/live/refresh-in-background.ts';
import { usePaymentNews, useReturn } from '#app/_client/live/use-live.ts';

/** A wake-up may be lost: what is on its way is looked at again, ever more rarely. */
const AGAIN_FIRST_MS = 2000;
const AGAIN_MAX_MS = 30_000;

/** Reads a payment's page anew when the bank says that it went on, until it has ended. */
export function Following({ id, isOpen }: { id: string; isOpen: boolean }) {
  const router = useRouter();
  const look = useEffectEvent(() => refreshInBackground(router));
  usePaymentNews((news) => {
    if (news.id === id) look();
  });
  useReturn(() => look());
  useEffect(() => {
    if (!isOpen) return;
    let timer: ReturnType<typeof setTimeout>;
    const again = (waitMs: number) => {
      timer = setTimeout(() => {
        look();
        again(Math.min(2 * waitMs, AGAIN_MAX_MS));
      }, waitMs);
    };
    again(AGAIN_FIRST_MS);
    return () => clearTimeout(timer);
  }, [isOpen]);
  return null;
}

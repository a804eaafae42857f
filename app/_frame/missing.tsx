'use client';
import { lazy } from 'react';
import { eventually } from '#app/_client/eventually.ts';

/** Every page names this one, and hardly any shows it: its script comes when it does. */
const MissingPage = lazy(() => eventually(() => import('./missing-page.tsx')));

/**
 * The page for what does not exist or is another customer's: both look alike. `alone`: without a frame, which has the
 * languages.
 */
export const Missing = ({ alone = false }: { alone?: boolean }) => <MissingPage alone={alone} />;

'use client';
import { useShared } from '#app/_words/context.tsx';

/**
 * What the browser calls a page. An element that React puts into the head, since Next's metadata by a function costs
 * each document a second rendering beside its own.
 */
export const Title = ({ of }: { of: string }) => <title>{`${of} · ${useShared().frame.bank}`}</title>;

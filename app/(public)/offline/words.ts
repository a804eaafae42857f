import { type Catalogue, slice } from '#app/_words/catalogue.ts';

/** What the page says that depends on what is stored on the device. */
export const offlineWords = ({ offline, frame }: Catalogue) => ({
  ...slice(
    offline,
    'tryAgain',
    'trying',
    'stillNone',
    'looking',
    'none',
    'over',
    'asOf',
    'remove',
    'removed',
  ),
  ...slice(offline, 'account', 'balance', 'chart', 'chartName', 'sentence', 'ranges', 'range', 'showTable'),
  ...slice(offline, 'when', 'spenders', 'periods', 'allTime', 'other', 'noSpending', 'transactions'),
  ...slice(offline, 'noTransactions'),
  row: slice(frame, 'received', 'spent', 'moved', 'pending', 'balance'),
});
export type OfflineWords = ReturnType<typeof offlineWords>;

import { questionIn, type SearchParams } from '#app/_access/search-params.ts';
import { listHref } from '#app/(bank)/transactions/_filters/address.ts';
import { filterSchema } from '#lib/search/filter.ts';

/**
 * The list that a statement was opened from: that of its address, or what `?list=` says once another period was chosen.
 * Built anew, so that it leads nowhere else. Pure.
 */
export function openedFrom(params: SearchParams): string {
  const { list } = params;
  const asked: SearchParams =
    typeof list === 'string' ? Object.fromEntries(new URLSearchParams(list.split('?')[1])) : params;
  return listHref([asked.account].flat()[0] ?? null, questionIn(filterSchema, asked));
}

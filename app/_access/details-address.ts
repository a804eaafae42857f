/** How a page's address asks for its details, where there is no JavaScript to show them in place. */
import type { SearchParams } from './search-params.ts';

const NAME = 'details';
const VALUE = 'shown';

export const shownAt = (path: string): string => `${path}${path.includes('?') ? '&' : '?'}${NAME}=${VALUE}`;

export const asksForDetails = (params: SearchParams): boolean => params[NAME] === VALUE;

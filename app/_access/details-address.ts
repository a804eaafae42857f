/** How a page's address asks for its details, where there is no JavaScript to show them in place. */
const NAME = 'details';
const VALUE = 'shown';

export const shownAt = (path: string): string => `${path}${path.includes('?') ? '&' : '?'}${NAME}=${VALUE}`;

export const asksForDetails = (params: Record<string, string | string[] | undefined>): boolean =>
  params[NAME] === VALUE;

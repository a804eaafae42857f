/**
 * The address without a request: Next's router follows what these write (usePathname, useSearchParams). The router's
 * own members of the state must not be handed back to it, or it takes the call for one of its own.
 */
const fromList = (): boolean => (history.state as { fromList?: boolean } | null)?.fromList === true;

/** The same entry of the history under another address. */
export const rewrite = (href: string): void => history.replaceState({ fromList: fromList() }, '', href);

/** A transaction after the list, or instead of another transaction: Back leads to the list either way. */
export function goToDetail(href: string, replacing: boolean): void {
  if (replacing) rewrite(href);
  else history.pushState({ fromList: true }, '', href);
}

/** Back to the list if it is there, else on to one. */
export function goToList(href: string): void {
  if (fromList()) history.back();
  else history.pushState({ fromList: false }, '', href);
}

/**
 * Renders the page again without counting as activity: a stream that lost its position must not keep a session alive
 * (promise 2). The router takes no headers, so `fetch` is wrapped until the router's request was marked.
 */
export function refreshInBackground(router: { refresh: () => void }): void {
  const { fetch } = window;
  const marking: typeof fetch = (input, init) => {
    const headers = new Headers(init?.headers);
    const prefetch = headers.has('next-router-prefetch') || headers.has('next-router-segment-prefetch');
    if (headers.get('rsc') !== '1' || prefetch) return fetch(input, init);
    stop();
    headers.set('x-activity', 'background');
    return fetch(input, { ...init, headers });
  };
  const stop = () => {
    if (window.fetch === marking) window.fetch = fetch;
  };
  window.fetch = marking;
  router.refresh();
}

/**
 * Whether this tab is signing out itself. The stream then reports the end of the session a moment before the answer to
 * the sign-out, which redirects, arrives.
 */
let beganAtMs = Number.NEGATIVE_INFINITY;
/** Requests whose answers nobody will read, and which would be refused. */
const reads = new Set<AbortController>();

/** As long as the answer to a sign-out may take; after that the page goes all the same. */
export const SIGN_OUT_MS = 2000;

export const beginSignOut = (): void => {
  beganAtMs = performance.now();
  for (const read of reads) read.abort();
};

/** Has a sign-out abort the read, until the returned function is called. */
export function abortAtSignOut(read: AbortController): () => void {
  if (isSigningOut()) read.abort();
  reads.add(read);
  return () => reads.delete(read);
}

export const isSigningOut = (): boolean => performance.now() - beganAtMs < SIGN_OUT_MS;

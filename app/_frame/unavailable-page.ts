/**
 * The page for when Redis is unavailable. It needs nothing else of the bank, since nothing else may answer, and it
 * retries by itself. Colours repeat app/_kit/css/tokens.css, whose file a browser may not have yet.
 */
import { catalogues } from '#app/_words/catalogues.ts';
import type { Language } from '#lib/language.ts';
import type { Theme } from '#lib/theme.ts';
import { SECOND } from '#lib/time.ts';

export const UNAVAILABLE_RETRY_SECONDS = 3;

const DARK =
  ':root{color-scheme:dark;--paper:oklch(0.17 0.007 55);--raised:oklch(0.212 0.008 55);--line:oklch(0.31 0.01 55);--ink:oklch(0.94 0.008 75);--soft:oklch(0.745 0.012 70);--accent:oklch(0.7 0.15 27)}';
const DARKNESS: Readonly<Record<Theme, string>> = {
  system: `@media(prefers-color-scheme:dark){${DARK}}`,
  light: '',
  dark: DARK,
};

const styleOf = (
  theme: Theme,
): string => `:root{color-scheme:light;--paper:oklch(0.968 0.006 75);--raised:oklch(0.995 0.002 75);--line:oklch(0.895 0.008 70);--edge:oklch(0.58 0.014 60);--ink:oklch(0.24 0.014 50);--soft:oklch(0.47 0.014 55);--accent:oklch(0.46 0.165 26)}
${DARKNESS[theme]}
*{box-sizing:border-box}
body{margin:0;min-height:100dvh;display:grid;place-items:center;padding:1rem;background:var(--paper);color:var(--ink);font:1rem/1.5 ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
main{width:100%;max-width:26rem;padding:1.5rem;background:var(--raised);border:1px solid var(--line);border-radius:1rem}
svg{display:block;width:2rem;height:2rem;fill:var(--accent)}
path+path{fill:var(--raised)}
h1{margin:1rem 0 .5rem;font-size:1.25rem;line-height:1.35;font-weight:600;text-wrap:balance}
p{margin:0 0 1.5rem;color:var(--soft);text-wrap:pretty}
a{display:flex;min-height:2.75rem;align-items:center;justify-content:center;border:1px solid var(--edge);border-radius:.625rem;color:var(--ink);font-weight:600;text-decoration:none}
a:focus-visible{outline:2px solid var(--accent);outline-offset:2px}`;

/**
 * Asks whether the bank is back and only then loads the page again: a page that reloads all the while takes the
 * focus and begins anew in the ears of whoever listens to it (WCAG 2.2.1). Without script there is no other way.
 */
const SCRIPT = `const ask = async () => {
  try { if ((await fetch('/api/ready', { cache: 'no-store' })).ok) return location.reload(); } catch {}
  setTimeout(ask, ${UNAVAILABLE_RETRY_SECONDS * SECOND});
};
setTimeout(ask, ${UNAVAILABLE_RETRY_SECONDS * SECOND});`;

/** The document; its style and its script carry `nonce`. Trying again asks for the same URL. */
export function unavailablePage(nonce: string, language: Language, theme: Theme = 'system'): string {
  const { errors, frame } = catalogues[language];
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<noscript><meta http-equiv="refresh" content="${UNAVAILABLE_RETRY_SECONDS}"></noscript>
<title>${errors.unavailableTitle} · ${frame.bank}</title>
<style nonce="${nonce}">${styleOf(theme)}</style>
</head>
<body>
<main>
<svg viewBox="0 0 32 32" aria-hidden="true"><path d="M16 2 30 16 16 30 2 16z"/><path d="m16 9.5 6.5 6.5-6.5 6.5L9.5 16z"/></svg>
<div role="alert">
<h1>${errors.unavailableTitle}</h1>
<p>${errors.unavailable}</p>
</div>
<a href="">${errors.retry}</a>
</main>
<script nonce="${nonce}">${SCRIPT}</script>
</body>
</html>
`;
}

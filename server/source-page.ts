/** A file of the repository as a page, to be read on a phone, too: wrapped, with what the fragment names marked. */
import { createHash } from 'node:crypto';

const STYLE = `:root{color-scheme:light dark}
body{margin:0;padding:1rem}
pre{margin:0;font:.875rem/1.5 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere}
[id]{display:block;scroll-margin-top:20vh}
:target{background:light-dark(#fdeccb,#4a3800)}`;

const styleDigest = createHash('sha256').update(STYLE).digest('base64');
export const SOURCE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleDigest}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
};

/** A function to its end, and a constant up to the empty line behind it; each is a block, which ends its line. */
const EXPORTED = /^export (?:(?:async )?function (\w+)[\s\S]*?^}\n|const (\w+)[\s\S]*?\n(?=\n))/gm;
/** By its first cell. */
const ROW = /^\| ([\w -]+) \|.*\n/gm;
/** In a row: a file, and what is to be read in it. */
const READ = /`(lib\/[\w./-]+\.(?:ts|lua))(?::(\w+))?`/g;

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string) => text.replace(/[&<>"]/g, (one) => ESCAPES[one] ?? '');

/** The files that rows of a table name. */
export const filesInRows = (markdown: string): string[] =>
  [...markdown.matchAll(ROW)].flatMap(([row]) => [...row.matchAll(READ)].map(([, file = '']) => file));

/** As a page below `root`. Of the README, each row of a table is what a fragment names, and the files in it are links. */
export function sourcePage(file: string, text: string, root: string): string {
  const marked = file.endsWith('.md')
    ? escaped(text).replace(ROW, (row, name: string) => {
        const linked = row.replace(READ, (code, to: string, part?: string) => {
          return `<a href="${root}${to}${part ? `#${part}` : ''}">${code}</a>`;
        });
        return `<span id="${name.replaceAll(' ', '-')}">${linked}</span>`;
      })
    : escaped(text).replace(
        EXPORTED,
        (code, func, constant) => `<span id="${func ?? constant}">${code}</span>`,
      );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escaped(file)}</title>
<style>${STYLE}</style>
<pre>${marked}</pre>
`;
}

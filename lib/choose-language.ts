/**
 * Which of the bank's languages somebody reads best: RFC 9110 section 12.5.4 for the header, RFC 4647 section 3.4
 * (lookup) for the match. Pure, and the same in the browser, whose `navigator.languages` is such a list.
 */

type Range = { tag: string; quality: number };

const MAX_RANGES = 20;
const RANGE =
  /^\s*([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*|\*)\s*(?:;\s*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?$/i;

/** The ranges of the header, best first; what is malformed counts as not said. */
function rangesOf(header: string): Range[] {
  return header
    .split(',', MAX_RANGES)
    .flatMap((part): Range[] => {
      const [, tag, quality] = RANGE.exec(part) ?? [];
      return tag === undefined ? [] : [{ tag: tag.toLowerCase(), quality: Number(quality ?? 1) }];
    })
    .sort((a, b) => b.quality - a.quality);
}

/** `de-ch-1996` → `de-ch-1996`, `de-ch`, `de`; a lone letter goes with what follows it. */
function truncated(tag: string): string[] {
  const parts = tag.split('-');
  return parts
    .map((_, dropped) => parts.slice(0, parts.length - dropped))
    .filter((kept) => kept.length === 1 || (kept.at(-1)?.length ?? 0) > 1)
    .map((kept) => kept.join('-'));
}

/** The best of `available`, whose first is for everybody who names none of them. */
export function chooseLanguage<Code extends string>(
  header: string | null,
  available: readonly [Code, ...Code[]],
): Code {
  const ranges = rangesOf(header ?? '');
  const refused = new Set(ranges.filter(({ quality }) => quality === 0).map(({ tag }) => tag));
  const open = available.filter((code) => !refused.has(code));
  for (const { tag, quality } of ranges) {
    if (quality === 0) continue;
    if (tag === '*') return open[0] ?? available[0];
    for (const candidate of truncated(tag)) {
      const found = open.find((code) => code === candidate);
      if (found) return found;
    }
  }
  return open[0] ?? available[0];
}

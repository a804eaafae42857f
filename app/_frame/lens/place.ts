/**
 * Shows each part of the lens at the foot of its card, as a copy: what React drew stays where it is. What a card asks
 * the API for later is shown in its copy, from the `Server-Timing` of the answers.
 */
import { cellsOf, type Row, sumOf } from './figures.ts';

type Part = { home: HTMLDetailsElement; copy: HTMLDetailsElement; askedAtMs: number; rows: Row[] };

/** Of our server's entries, those of commands. */
const COMMAND = /^[A-Z][A-Z.]*$|^cache$/;
const API = /^\/api\/(?:accounts\/[^/]+\/)?(?:transactions\/)?(\w+)$/;
/** What a card asks at once is shown together. */
const TOGETHER_MS = 100;

/** Answers how to stop. `cache` says that a copy spared the command. */
export function place(cache: string): () => void {
  const parts = [...document.querySelectorAll<HTMLDetailsElement>('[data-lens] > details')].map(
    (home): Part => ({
      home,
      copy: home.cloneNode(true) as HTMLDetailsElement,
      askedAtMs: -Infinity,
      rows: [],
    }),
  );
  const own = parts[0]?.home.parentElement;
  /** A foot for each card, by its selector. */
  const feet = new Map<string, HTMLElement>();
  for (const { home, copy } of parts) {
    const { beside = '' } = home.dataset;
    home.hidden = true;
    const foot = feet.get(beside) ?? document.createElement('div');
    feet.set(beside, foot);
    foot.append(copy);
  }
  const draw = () => {
    for (const [beside, foot] of feet) {
      // What has no card, or none yet, stays in the lens's own.
      const card = (beside && document.querySelector(beside)) || own;
      const isThere = foot.parentElement === card && (card === own || card?.lastElementChild === foot);
      if (!card || isThere) continue;
      // A card whose rows reach its edges has no padding of its own.
      foot.className = Number.parseFloat(getComputedStyle(card).paddingLeft) > 0 ? '' : 'px-4 lg:px-6';
      card.append(foot);
    }
  };
  const read = (entries: PerformanceEntryList) => {
    for (const { name, startTime, serverTiming } of entries as PerformanceResourceTiming[]) {
      const asked = API.exec(new URL(name).pathname)?.[1];
      const part = asked && parts.find(({ home }) => home.dataset.asks === asked);
      const rows = serverTiming.filter(({ name }) => COMMAND.test(name)).map(rowOf);
      if (!part || rows.length === 0) continue;
      part.rows = startTime - part.askedAtMs < TOGETHER_MS ? [...part.rows, ...rows] : rows;
      part.askedAtMs = startTime;
      show(part, cache);
    }
  };
  const timings = new PerformanceObserver((list) => read(list.getEntries()));
  timings.observe({ type: 'resource', buffered: true });
  const changes = new MutationObserver(draw);
  changes.observe(document.body, { childList: true, subtree: true });
  draw();
  return () => {
    timings.disconnect();
    changes.disconnect();
    for (const foot of feet.values()) foot.remove();
    for (const { home } of parts) home.hidden = false;
  };
}

function rowOf({ name, duration, description }: PerformanceServerTiming): Row {
  const [, bytes = '0', about = ''] = /^(\d+) (.*)$/.exec(description) ?? [];
  return { command: name, about, ms: name === 'cache' ? null : duration, bytes: Number(bytes) };
}

function show({ copy, rows }: Part, cache: string): void {
  const sum = copy.querySelector('summary > span');
  if (sum) sum.textContent = sumOf(rows);
  const list = copy.querySelector('ol');
  const [like] = list?.children ?? [];
  if (!list || !like) return;
  const made = rows.map((row) => {
    const item = like.cloneNode(true) as HTMLElement;
    item.hidden = false;
    for (const [at, text] of cellsOf(row, cache).entries()) item.children[at]?.replaceChildren(text);
    return item;
  });
  list.replaceChildren(like, ...made);
}

/**
 * Shows each part of the lens at the foot of its card, as a copy: what React drew stays where it is. What a card asks
 * the API for later is shown in its copy, from the `Server-Timing` of the answers. A script of its own, sent as it is to
 * browsers in which the lens is on (server/lens.ts): in the scripts of the pages it would be everybody's.
 */
import { cellsOf, offeredLessons, sumOf } from './figures.mjs';

/** @typedef {import('./figures.mjs').Row} Row */

/** Of our server's entries, those of commands. */
const COMMAND = /^[A-Z][A-Z.]*$|^cache$/;
/** By its end: what is named by an id is not among what cards ask. */
const API = /^\/api\/(?:[^/]+\/)*([a-z-]+)$/;
/** What a card asks at once is shown together. */
const TOGETHER_MS = 100;

/** What was asked last, by the end of the address. @type {Map<string, { atMs: number, rows: Row[] }>} */
const asked = new Map();
/** Of a part: its copy, and as what it was copied. @type {WeakMap<Element, { copy: HTMLDetailsElement, as: string }>} */
const copies = new WeakMap();

function draw() {
  for (const home of /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll('[data-lens] > details')
  )) {
    const { beside = '', asks = '' } = home.dataset;
    const later = asks.split(' ').flatMap((one) => asked.get(one) ?? []);
    const as = home.innerHTML + later.map(({ atMs }) => atMs);
    let made = copies.get(home);
    if (made?.as !== as) {
      const copy = copyOf(
        home,
        later.flatMap(({ rows }) => rows),
      );
      // In the place of the one before, as open as it was.
      copy.open = made?.copy.open ?? false;
      made?.copy.replaceWith(copy);
      made = { as, copy };
      copies.set(home, made);
    }
    home.hidden = true;
    // What has no card, or none yet, stays in the lens's own.
    const card = (beside && document.querySelector(beside)) || home.parentElement;
    const foot = card && footOf(card);
    if (foot && made.copy.parentElement !== foot) foot.append(made.copy);
  }
}

/** The last element of a card. @param {Element} card */
function footOf(card) {
  const foot = card.querySelector(':scope > [data-lens-foot]') ?? document.createElement('div');
  if (card.lastElementChild === foot) return foot;
  foot.setAttribute('data-lens-foot', '');
  // A card whose rows reach its edges has no padding of its own.
  foot.className = Number.parseFloat(getComputedStyle(card).paddingLeft) > 0 ? '' : 'px-4 lg:px-6';
  foot.classList.add('print:hidden');
  card.append(foot);
  return foot;
}

/** @param {HTMLElement} home @param {Row[]} rows what is shown instead of its own, if there are any */
function copyOf(home, rows) {
  const copy = /** @type {HTMLDetailsElement} */ (home.cloneNode(true));
  copy.hidden = false;
  const list = copy.querySelector('ol');
  const like = list?.firstElementChild;
  if (rows.length === 0 || !list || !like) return copy;
  const { cache = '' } = /** @type {HTMLElement} */ (home.parentElement).dataset;
  copy.querySelector('summary > span')?.replaceChildren(sumOf(rows, cache));
  const items = rows.map((row) => {
    const item = /** @type {HTMLElement} */ (like.cloneNode(true));
    item.hidden = false;
    for (const [at, text] of cellsOf(row, cache).entries()) item.children[at]?.replaceChildren(text);
    return item;
  });
  list.replaceChildren(like, ...items);
  const link = list.nextElementSibling?.firstElementChild;
  if (link)
    link.parentElement?.replaceChildren(
      link,
      ...offeredLessons(home.dataset.lesson ?? '', rows).map((name) => lessonLink(link, name)),
    );
  return copy;
}

/** @param {Element} like @param {string} name */
function lessonLink(like, name) {
  const link = /** @type {HTMLAnchorElement} */ (like.cloneNode(true));
  link.hidden = false;
  link.href += name.replaceAll(' ', '-');
  link.textContent = link.textContent.replace('{name}', name);
  return link;
}

/** @param {PerformanceObserverEntryList} list */
function read(list) {
  for (const { name, startTime, serverTiming } of /** @type {PerformanceResourceTiming[]} */ (
    list.getEntries()
  )) {
    const asks = API.exec(new URL(name).pathname)?.[1];
    const rows = serverTiming.filter(({ name }) => COMMAND.test(name)).map(rowOf);
    if (!asks || rows.length === 0) continue;
    const before = asked.get(asks);
    const together = before && startTime - before.atMs < TOGETHER_MS ? before.rows : [];
    asked.set(asks, { atMs: startTime, rows: [...together, ...rows] });
  }
  draw();
}

/** @param {PerformanceServerTiming} entry @returns {Row} */
function rowOf({ name, duration, description }) {
  const [, bytes = '0', about = ''] = /^(\d+) (.*)$/.exec(description) ?? [];
  return { command: name, about, ms: name === 'cache' ? null : duration, bytes: Number(bytes) };
}

function begin() {
  new PerformanceObserver(read).observe({ type: 'resource', buffered: true });
  new MutationObserver(draw).observe(document.body, { childList: true, subtree: true });
  draw();
}

// React must have taken the page over: it would miss what it finds in its cards otherwise.
const whenIdle = () => (window.requestIdleCallback ?? setTimeout)(begin);
if (document.readyState === 'complete') whenIdle();
else addEventListener('load', whenIdle, { once: true });

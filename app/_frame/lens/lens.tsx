import { headers } from 'next/headers';
import { fill } from '#app/_words/catalogue.ts';
import { messages } from '#app/_words/server.ts';
import { type Card, LESSONS, lessonHref, PLACE, REST, SOURCE_PATH, sourceHref } from '#lib/lessons.ts';
import { seenSoFar } from '#lib/redis/recorder.ts';
import { cellsOf, sumOf } from './figures.mjs';

/**
 * What Redis was asked for a page, card by card, with the lesson and the function of each; nothing without the lens.
 * It is drawn after the page has its data. Works without JavaScript; with it, each part goes to its card, where what
 * the card asks later is shown.
 */
export async function Lens({ page }: { page: (typeof LESSONS)[Card]['page'] }) {
  const seen = seenSoFar();
  if (!seen) return null;
  const { lens: words } = await messages();
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  const cards = (Object.keys(LESSONS) as Card[]).filter((card) => LESSONS[card].page === page);
  const parts = [
    ...cards.map((card) => ({ card, name: words.cards[card], asks: '', ...LESSONS[card] })),
    { card: '', name: words.rest, asks: '', beside: '', ...REST },
  ];
  return (
    <section
      aria-labelledby="lens"
      data-lens
      data-cache={words.cache}
      className="card my-3 lg:my-6 print:hidden"
    >
      <h2 id="lens" className="font-strong">
        {words.title}
      </h2>
      <p className="mb-2 text-small text-ink-soft">{words.note}</p>
      {parts.map(({ card, name, asks, beside, read, lesson }) => {
        const own = seen.filter((one) => one.card === card);
        return (
          <details key={card} data-beside={beside} data-asks={asks} className="text-small">
            <summary className="text-link min-h-11 content-center text-ink-soft">
              {fill(words.part, { name })} <span>{card === 'live' ? '' : sumOf(own)}</span>
            </summary>
            {card === 'live' && <p>{words.live}</p>}
            <ol>
              <Row cells={['', '', '', '']} hidden />
              {own.map((one, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the order is what there is.
                <Row key={at} cells={cellsOf(one, words.cache)} />
              ))}
            </ol>
            <p className="flex flex-wrap gap-x-4">
              <OtherSite href={lessonHref(lesson)}>{fill(words.lesson, { name: lesson })}</OtherSite>
              <OtherSite href={sourceHref(read)}>{read}</OtherSite>
            </p>
          </details>
        );
      })}
      <script type="module" async src={`${SOURCE_PATH}${PLACE}`} nonce={nonce} />
    </section>
  );
}

/** The hidden one is what place.mjs makes others from. */
const Row = ({ cells: [command, took, size, about], hidden }: { cells: string[]; hidden?: boolean }) => (
  <li hidden={hidden} className="border-t border-line py-1 tabular-nums">
    <span className="mr-3 font-strong">{command}</span>
    <span className="mr-3">{took}</span>
    <span>{size}</span>
    <code className="block break-all text-ink-soft">{about}</code>
  </li>
);

const OtherSite = ({ href, children }: { href: string; children: string }) => (
  <a
    href={href}
    target="_blank"
    rel="noopener"
    className="text-link inline-flex min-h-11 items-center break-all"
  >
    {children}
  </a>
);

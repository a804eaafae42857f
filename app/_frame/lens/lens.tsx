import { headers } from 'next/headers';
import { classes } from '#app/_kit/class-names.ts';
import { type Catalogue, fill } from '#app/_words/catalogue.ts';
import { messages } from '#app/_words/server.ts';
import {
  type Card,
  cardsOf,
  LESSONS,
  type LensPage,
  lessonHref,
  PLACE,
  REST,
  SOURCE_PATH,
  sourceHref,
} from '#lib/lessons.ts';
import { type Seen, seenSoFar } from '#lib/redis/recorder.ts';
import { cellsOf, offeredLessons, sumOf } from './figures.mjs';

type Words = Catalogue['lens'];
/** Of the lens: a card's, or that of what no card of the page asked for. */
type PartOf = { card: Card | ''; beside: string; asks?: string; read: string; lesson: string };

/**
 * What Redis was asked for a page, card by card, with the lessons and the function of each; nothing without the lens.
 * It is drawn after the page has its data. Works without JavaScript; with it, each part goes to its card, where what
 * the card asks later is shown.
 */
export async function Lens({
  page,
  narrow = false,
  folded = false,
}: {
  page: LensPage;
  narrow?: boolean;
  /** One closed line, where more would push away what it explains. */
  folded?: boolean;
}) {
  const seen = seenSoFar();
  if (!seen) return null;
  const { lens: words } = await messages();
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  const cards: string[] = cardsOf(page);
  const parts: PartOf[] = [
    ...cardsOf(page).map((card) => ({ card, ...LESSONS[card] })),
    { card: '', beside: '', ...REST },
  ];
  return (
    <details
      data-lens
      data-cache={words.cache}
      open={!folded}
      className={classes(
        'card my-3 print:hidden',
        folded ? '!py-1' : 'lg:my-6',
        narrow && 'mx-auto max-w-[30rem]',
      )}
    >
      <summary className="min-h-11 content-center font-strong">{words.title}</summary>
      <p className="mb-2 text-small text-ink-soft">{words.note}</p>
      {parts.map((part) => (
        <Part
          key={part.card}
          part={part}
          rows={seen.filter(({ card }) => (part.card ? card === part.card : !cards.includes(card)))}
          words={words}
        />
      ))}
      <script type="module" async src={`${SOURCE_PATH}${PLACE}`} nonce={nonce} />
    </details>
  );
}

function Part({
  part: { card, beside, asks = '', read, lesson },
  rows,
  words,
}: {
  part: PartOf;
  rows: readonly Seen[];
  words: Words;
}) {
  const notes: Partial<Record<string, string>> = words.notes;
  const later: Partial<Record<string, string>> = words.later;
  const nothing = fill(words.nothing, { how: later[card] ?? words.laterElse });
  return (
    <details data-beside={beside} data-asks={asks} data-lesson={lesson} className="text-small">
      <summary className="text-link min-h-11 content-center text-ink-soft">
        {fill(words.part, { name: card ? words.cards[card] : words.rest })}{' '}
        <span>{rows.length > 0 ? sumOf(rows, words.cache) : card !== 'live' && nothing}</span>
      </summary>
      {notes[card] && <p>{notes[card]}</p>}
      <ol>
        <Row cells={['', '', '', '']} hidden />
        {rows.map((one, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the order is what there is.
          <Row key={at} cells={cellsOf(one, words.cache)} />
        ))}
      </ol>
      <p className="flex flex-wrap gap-x-4">
        <OtherSite href={lessonHref('')} hidden>
          {words.lesson}
        </OtherSite>
        {offeredLessons(lesson, rows).map((name) => (
          <OtherSite key={name} href={lessonHref(name)}>
            {fill(words.lesson, { name })}
          </OtherSite>
        ))}
      </p>
      <OtherSite href={sourceHref(read)}>{read}</OtherSite>
    </details>
  );
}

/** Of rows and of lessons, the hidden one is what place.mjs makes others from. */
const Row = ({ cells: [command, took, size, about], hidden }: { cells: string[]; hidden?: boolean }) => (
  <li hidden={hidden} className="border-t border-line py-1 tabular-nums">
    <span className="mr-3 font-strong">{command}</span>
    <span className="mr-3">{took}</span>
    <span>{size}</span>
    <code className="block [overflow-wrap:anywhere] text-ink-soft">{about}</code>
  </li>
);

const OtherSite = ({ href, hidden, children }: { href: string; hidden?: boolean; children: string }) => (
  <a
    href={href}
    hidden={hidden}
    target="_blank"
    rel="noopener"
    className="text-link inline-flex min-h-11 items-center [overflow-wrap:anywhere]"
  >
    {children}
  </a>
);

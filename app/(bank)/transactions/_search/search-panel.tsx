import { BookmarkIcon, RecentIcon } from '#app/_kit/icons.tsx';
import { fill } from '#app/_words/catalogue.ts';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import { PanelGroup, PanelRow } from './panel-rows.tsx';
import type { useSearches, View } from './use-searches.ts';

/**
 * Recent searches and saved views, under the empty search box. Plain lists of buttons rather than a
 * listbox: each row has a second button, which options may not have. The arrow keys go through them all the same.
 */
export function SearchPanel({
  searches: { searches, failed, removed, forget, forgetAll, removeView, restoreView },
  onText,
  onView,
  onGone,
}: {
  searches: ReturnType<typeof useSearches>;
  onText: (text: string) => void;
  onView: (view: View) => void;
  /** The button that had the focus is gone. */
  onGone: () => void;
}) {
  const words = useListWords().searches;
  const { recent, views } = searches;
  const goneAfter = (act: () => void) => () => {
    act();
    onGone();
  };
  return (
    <section
      aria-label={words.panel}
      // The box keeps the focus, and a phone its keyboard, while one taps.
      onMouseDown={(event) => event.preventDefault()}
      className="absolute inset-x-0 top-full z-20 mt-1 max-sm:-right-14 max-h-[min(28rem,60dvh)] overflow-y-auto rounded-card border border-edge bg-raised py-2"
    >
      {recent.length > 0 && (
        <PanelGroup
          title={words.recent}
          aside={
            <button
              type="button"
              data-row
              className="text-link min-h-11 px-4 outline-offset-[-2px]"
              onClick={goneAfter(forgetAll)}
            >
              {words.clear}
            </button>
          }
        >
          {recent.map((text) => (
            <PanelRow
              key={text}
              icon={<RecentIcon />}
              label={text}
              removeLabel={fill(words.forget, { text })}
              onPick={() => onText(text)}
              onRemove={goneAfter(() => forget(text))}
            />
          ))}
        </PanelGroup>
      )}
      {views.length > 0 && (
        <PanelGroup title={words.views}>
          {views.map((view) => (
            <PanelRow
              key={view.id}
              icon={<BookmarkIcon />}
              label={view.name}
              removeLabel={fill(words.removeView, { name: view.name })}
              onPick={() => onView(view)}
              onRemove={goneAfter(() => removeView(view))}
            />
          ))}
        </PanelGroup>
      )}
      <div role="status" className="px-4 text-small empty:hidden">
        {failed && <p className="min-h-9 text-danger">{words.failed}</p>}
        {removed && !failed && (
          <p className="flex min-h-11 items-center justify-between gap-4 text-ink-soft">
            {fill(words.removed, { name: removed.view.name })}
            <button
              type="button"
              data-row
              className="text-link min-h-11 text-ink"
              onClick={goneAfter(restoreView)}
            >
              {words.undo}
            </button>
          </p>
        )}
      </div>
    </section>
  );
}

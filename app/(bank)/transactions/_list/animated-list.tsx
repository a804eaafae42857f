import { Component, type FocusEventHandler, type ReactNode, type RefObject } from 'react';

type Props = {
  list: RefObject<HTMLDivElement | null>;
  /** Stands above it and comes and goes with rows of it. */
  above: ReactNode;
  /** What the rows begin with: other ones push the others down or let them up. */
  newest: unknown;
  /** What the rows are the answer to: those of another answer appear at once. */
  answer: unknown;
  onFocus: FocusEventHandler;
  onBlur: FocusEventHandler;
  style: { paddingBottom?: number } | undefined;
  children: ReactNode;
};
type Tops = Map<Element, number>;

const MOVE: KeyframeAnimationOptions = { duration: 200, easing: 'ease-out' };
/** What moves as one beside the list itself: a day; its rows move with it, and on their own as far as it grew. */
const MOVING = 'section, [data-seq], [data-pending]';

/**
 * A list whose rows move to where a new one pushes them instead of jumping there: they are drawn at their new tops and
 * moved back by a transform, which runs out (FLIP). A class, since React asks only classes between the drawing and the
 * change of the document (`getSnapshotBeforeUpdate`), where reading all tops costs one layout.
 */
export class AnimatedList extends Component<Props> {
  override getSnapshotBeforeUpdate({ newest, answer }: Props): Tops | null {
    const list = this.props.list.current;
    if (!list || newest === this.props.newest || answer !== this.props.answer) return null;
    return new Map(movingIn(list).map((element) => [element, top(element)]));
  }

  override componentDidUpdate(_props: Props, _state: unknown, before: Tops | null): void {
    const list = this.props.list.current;
    if (!list || !before || window.matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    // All are measured before any is moved: each measurement after a change would lay the page out once more.
    const moved = new Map<Element, number>();
    for (const element of movingIn(list)) {
      const from = before.get(element);
      const to = top(element);
      const by = from === undefined ? 0 : from - to - movedAround(element, moved);
      const isSeen = Math.min(to, to + by) < window.innerHeight;
      if (Math.abs(by) >= 1 && isSeen && Math.abs(by) <= window.innerHeight) moved.set(element, by);
    }
    // The list measures itself after this, and what moves is painted only after both.
    queueMicrotask(() => {
      for (const [element, by] of moved) {
        element.animate({ transform: [`translateY(${by}px)`, 'none'] }, MOVE);
      }
    });
  }

  override render(): ReactNode {
    const { list, above, onFocus, onBlur, style, children } = this.props;
    return (
      <>
        {above}
        {/* biome-ignore lint/a11y/noStaticElementInteractions: it only looks where the focus is. */}
        <div
          ref={list}
          className="flex flex-col [overflow-anchor:none]"
          style={style}
          onFocus={onFocus}
          onBlur={onBlur}
        >
          {children}
        </div>
      </>
    );
  }
}

/** With what stands above and below the list; what surrounds another comes before it. */
function movingIn(list: Element): Element[] {
  const below: Element[] = [];
  for (let next = list.nextElementSibling; next; next = next.nextElementSibling) below.push(next);
  return [list, ...(list.parentElement?.querySelectorAll(MOVING) ?? []), ...below];
}

const top = (element: Element) => element.getBoundingClientRect().top;
/** How far the list and the day around an element take it along. */
const movedAround = ({ parentElement: around }: Element, moved: ReadonlyMap<Element, number>): number =>
  around ? (moved.get(around) ?? 0) + movedAround(around, moved) : 0;

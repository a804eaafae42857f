import { type PointerEvent, type ReactNode, useEffect, useEffectEvent, useId, useRef } from 'react';
import { CloseIcon } from '#app/_kit/icons.tsx';

/** As the breakpoint from which there is room for a panel. */
const DESKTOP = '(min-width: 64rem)';
/** A drag of the heading counts from here, and closes from there. */
const DRAGGED_PX = 8;
const CLOSED_PX = 80;

/**
 * A sheet at the bottom of a phone, a modal dialog that keeps the focus; a panel below what it belongs to on a desktop.
 * Escape, a tap beside it, its button, and on a phone a swipe down close it, and the focus goes back to where it was.
 */
export function Sheet({
  title,
  closeLabel,
  onClose,
  children,
  footer,
}: {
  title: string;
  closeLabel: string;
  onClose: () => void;
  children: ReactNode;
  /** Stays in sight while the rest scrolls. */
  footer?: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const close = () => dialog.current?.close();
  const swipe = useSwipeDown(dialog, close);
  const beside = useEffectEvent((target: EventTarget | null) => {
    if (target instanceof Node && !dialog.current?.contains(target)) close();
  });

  useEffect(() => {
    const shown = dialog.current;
    if (!shown) return;
    const panel = window.matchMedia(DESKTOP).matches;
    if (panel) shown.show();
    else shown.showModal();
    const press = (event: Event) => beside(event.target);
    if (panel) document.addEventListener('pointerdown', press);
    return () => {
      document.removeEventListener('pointerdown', press);
      shown.close();
    };
  }, []);

  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      // Told a moment later: it may have been opened again.
      onClose={() => dialog.current?.open || onClose()}
      onClick={(event) => event.target === dialog.current && close()}
      onKeyDown={(event) => {
        // A panel is no modal dialog, which would close by itself.
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        close();
      }}
      className="rising z-20 mx-0 mt-auto mb-0 w-full max-w-none overscroll-contain rounded-t-card border border-edge bg-raised p-0 text-ink backdrop:bg-paper/80 max-lg:max-h-[calc(100dvh-2rem)] max-lg:border-b-0 lg:absolute lg:top-full lg:mt-1 lg:max-h-[calc(100dvh-7rem)] lg:rounded-card print:hidden"
    >
      <div className="flex max-h-[inherit] flex-col">
        <div {...swipe} className="shrink-0 touch-none pt-2 lg:touch-auto lg:pt-3">
          <div aria-hidden="true" className="mx-auto h-1 w-10 rounded-full bg-edge lg:hidden" />
          <div className="flex items-center justify-between pr-2 pl-4 lg:pl-6">
            <h2 id={titleId} className="text-large font-strong">
              {title}
            </h2>
            <button
              type="button"
              aria-label={closeLabel}
              onClick={close}
              className="flex size-11 items-center justify-center rounded-full text-ink-soft hover:bg-sunken hover:text-ink"
            >
              <CloseIcon />
            </button>
          </div>
        </div>
        <div className="grow scroll-py-4 overflow-y-auto overscroll-contain px-4 pb-4 lg:px-6">
          {children}
        </div>
        {footer && (
          <div className="shrink-0 border-t border-line px-4 pt-3 pb-[calc(0.75rem+env(safe-area-inset-bottom))] lg:px-6">
            {footer}
          </div>
        )}
      </div>
    </dialog>
  );
}

function useSwipeDown(dialog: { readonly current: HTMLDialogElement | null }, close: () => void) {
  const from = useRef<number | null>(null);
  const dragged = (event: PointerEvent) => (from.current === null ? 0 : event.clientY - from.current);
  const move = (px: number) => {
    if (dialog.current) dialog.current.style.translate = px > 0 ? `0 ${px}px` : '';
  };
  return {
    onPointerDown(event: PointerEvent) {
      if (event.pointerType !== 'mouse') from.current = event.clientY;
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      if (dragged(event) < DRAGGED_PX) return;
      // Only now: a tap on a button within stays a tap.
      event.currentTarget.setPointerCapture(event.pointerId);
      move(dragged(event));
    },
    onPointerUp(event: PointerEvent) {
      const far = dragged(event) >= CLOSED_PX;
      from.current = null;
      move(0);
      if (far) close();
    },
    onPointerCancel() {
      from.current = null;
      move(0);
    },
  };
}

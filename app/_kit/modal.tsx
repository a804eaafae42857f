import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';

/**
 * A native modal dialog: it keeps the focus within and gives it back to where it was. Escape asks to close and does
 * not close by itself; `onEscape` decides.
 */
export function Modal({
  open,
  title,
  onEscape,
  children,
}: {
  open: boolean;
  title: string;
  onEscape: () => void;
  children: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // Before it leaves the page, if it does: a dialog that is gone gives no focus back.
  useLayoutEffect(() => {
    if (!open) return;
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, [open]);

  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onEscape();
      }}
      // A browser closes on a second Escape whatever was said to the first.
      onClose={() => open && onEscape()}
      className="m-auto w-[calc(100%-2rem)] max-w-[26rem] rounded-card border border-edge bg-raised p-5 text-ink [text-wrap:pretty] backdrop:bg-paper/80 sm:p-6"
    >
      {open && (
        <>
          <h2 id={titleId} className="mb-3 text-large font-strong [text-wrap:balance]">
            {title}
          </h2>
          {children}
        </>
      )}
    </dialog>
  );
}

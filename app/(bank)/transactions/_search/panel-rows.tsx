import type { ReactNode } from 'react';
import { CloseIcon } from '#app/_kit/icons.tsx';

/** Rows of one kind under their title. What stands beside the title comes after the rows for keys. */
export const PanelGroup = ({
  title,
  aside,
  children,
}: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}) => (
  <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center">
    <h2 className="flex min-h-11 items-center px-4 text-small text-ink-soft">{title}</h2>
    <ul aria-label={title} className="col-span-2 row-start-2 min-w-0">
      {children}
    </ul>
    <div className="col-start-2 row-start-1 text-small text-ink-soft">{aside}</div>
  </div>
);

/** A recent search or a saved view, and a button that removes it. */
export function PanelRow({
  icon,
  label,
  removeLabel,
  onPick,
  onRemove,
}: {
  icon: ReactNode;
  label: string;
  removeLabel: string;
  onPick: () => void;
  onRemove: () => void;
}) {
  return (
    <li className="flex">
      <button
        type="button"
        data-row
        onClick={onPick}
        className="flex min-h-11 min-w-0 flex-1 items-center gap-3 px-4 text-left outline-offset-[-2px] hover:bg-sunken"
      >
        <span className="text-ink-soft [&_svg]:size-5">{icon}</span>
        <span className="truncate">{label}</span>
      </button>
      <button
        type="button"
        aria-label={removeLabel}
        onClick={onRemove}
        className="flex size-11 shrink-0 items-center justify-center text-ink-soft outline-offset-[-2px] hover:bg-sunken hover:text-ink [&_svg]:size-4"
      >
        <CloseIcon />
      </button>
    </li>
  );
}

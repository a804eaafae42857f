import type { KeyboardEvent, PointerEvent, ReactNode } from 'react';
import { type Expected, lastAtOrBefore, type Point } from './points.ts';

/** Arrow keys and what they add to the index of the point that is read. */
const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 };

/** A point itself, since others may share its moment; one between two points, or of a line that is no more, by its moment. */
function indexOf(points: readonly Point[], pointed: Point): number {
  const index = points.indexOf(pointed);
  return index >= 0 ? index : lastAtOrBefore(points, pointed.x);
}

/**
 * A line whose moments are read by thumb or mouse, and whose points by keys. To a screen reader it is a slider: every
 * reader announces each step of one, but delays a live region beside an image and takes the arrow keys on the image for
 * itself.
 */
export function Scrubber({
  label,
  points: past,
  ahead = [],
  pointed,
  onPoint,
  readAtPixel,
  say,
  className,
  children,
}: {
  label: string;
  points: readonly Point[];
  /** What is expected after them. */
  ahead?: readonly Expected[];
  /** What is read. */
  pointed: Point | Expected | null;
  onPoint: (point: Point | Expected | null) => void;
  /** What there is so many pixels from the left of a box of that width; null while that is not known. */
  readAtPixel: (pixel: number, width: number) => Point | Expected | null;
  /** A point as it is read out. */
  say: (point: Point | Expected) => string;
  className: string;
  children: ReactNode;
}) {
  const points = [...past, ...ahead];
  const last = points.length - 1;
  const index = pointed ? indexOf(points, pointed) : Math.max(0, past.length - 1);
  const read = pointed ?? past.at(-1);

  const follow = (event: PointerEvent<HTMLElement>) => {
    if (event.pointerType !== 'mouse' && event.type === 'pointermove' && event.buttons === 0) return;
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const point = readAtPixel(event.clientX - left, width);
    if (point) onPoint(point);
  };
  const grasp = (event: PointerEvent<HTMLElement>) => {
    // A finger that slides off keeps reading; a vertical move becomes the browser's scroll.
    event.currentTarget.setPointerCapture(event.pointerId);
    follow(event);
  };
  const press = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    const next =
      event.key === 'Home' ? 0 : event.key === 'End' ? last : step === undefined ? null : index + step;
    if (event.key === 'Escape') onPoint(null);
    if (next === null) return;
    event.preventDefault();
    onPoint(points[Math.min(last, Math.max(0, next))] ?? null);
  };

  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, last)}
      aria-valuenow={index}
      aria-valuetext={read ? say(read) : ''}
      onPointerDown={grasp}
      onPointerMove={follow}
      onPointerLeave={() => onPoint(null)}
      onPointerUp={(event) => event.pointerType !== 'mouse' && onPoint(null)}
      onPointerCancel={() => onPoint(null)}
      onKeyDown={press}
      onBlur={() => onPoint(null)}
      className={`relative touch-pan-y select-none rounded-field ${className}`}
    >
      {children}
    </div>
  );
}

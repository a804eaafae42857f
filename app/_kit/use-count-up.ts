import { useEffect, useRef, useState } from 'react';

const COUNT_MS = 400;

const still = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Runs to a new value within 400 ms, easing out; at once with reduced motion or in a hidden tab. */
export function useCountUp(value: number): number {
  const [shown, setShown] = useState(value);
  const shownRef = useRef(value);

  useEffect(() => {
    const from = shownRef.current;
    if (from === value) return;
    const show = (next: number) => {
      shownRef.current = next;
      setShown(next);
    };
    if (still() || document.hidden) {
      show(value);
      return;
    }
    const startedAt = performance.now();
    let frame = requestAnimationFrame(function step(now) {
      const progress = Math.min(1, Math.max(0, (now - startedAt) / COUNT_MS));
      const eased = 1 - (1 - progress) ** 3;
      show(progress === 1 ? value : Math.round(from + (value - from) * eased));
      if (progress < 1) frame = requestAnimationFrame(step);
    });
    return () => cancelAnimationFrame(frame);
  }, [value]);

  return shown;
}

'use client';
/**
 * One series drawn by Chart.js: one instance as long as the canvas lives, which takes whatever changes. Written out
 * rather than taken from a package, since that registers every kind of chart, and each is sent to the browser.
 */
import { Chart, type ChartConfiguration, type ChartDataset, type ChartType } from 'chart.js';
import { type ComponentProps, type RefObject, useEffect, useEffectEvent, useRef } from 'react';

type Props<Type extends ChartType, Data> = Pick<
  ChartConfiguration<Type, Data>,
  'type' | 'options' | 'plugins'
> & {
  dataset: ChartDataset<Type, Data>;
  labels?: string[];
  /** Holds the instance while there is one. */
  chart?: RefObject<Chart<Type, Data> | null>;
  canvas: Omit<ComponentProps<'canvas'>, 'ref'>;
};

/** `type` and `plugins` are those of the first drawing; the others are followed, without a transition. */
export function Drawing<Type extends ChartType, Data>({
  type,
  dataset,
  labels,
  options,
  plugins,
  chart,
  canvas,
}: Props<Type, Data>) {
  const place = useRef<HTMLCanvasElement>(null);
  const own = useRef<Chart<Type, Data> | null>(null);

  // Stands before the effect that begins the drawing, which has no use for being followed at once.
  useEffect(() => {
    const { current } = own;
    const [drawn] = current?.data.datasets ?? [];
    if (!current || !drawn) return;
    // Into the same dataset, whose drawing Chart.js keeps; another one would begin anew.
    Object.assign(drawn, dataset);
    if (labels) current.data.labels = labels;
    if (options) current.options = options;
    current.update('none');
  }, [dataset, labels, options]);

  const begin = useEffectEvent((on: HTMLCanvasElement) => {
    const instance = new Chart<Type, Data>(on, {
      ...{ type, data: { labels: labels ?? [], datasets: [{ ...dataset }] } },
      ...(options && { options }),
      ...(plugins && { plugins }),
    });
    own.current = instance;
    if (chart) chart.current = instance;
  });
  useEffect(() => {
    if (place.current) begin(place.current);
    return () => {
      own.current?.destroy();
      own.current = null;
      if (chart) chart.current = null;
    };
  }, [chart]);

  return <canvas ref={place} {...canvas} />;
}

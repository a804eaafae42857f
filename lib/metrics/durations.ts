import { Histogram, type HistogramConfiguration } from 'prom-client';

type Labels<Name extends string> = Record<Name, string | number>;
/** What was counted for one combination of labels: by bucket, the last for what is above all of them. */
type Series<Name extends string> = { labels: Labels<Name>; counts: number[]; sum: number };

/**
 * A histogram that counts by itself, and hands its counts to prom-client when they are asked for: there each value costs
 * a check and a text of all its labels, which is three times of what is done here.
 */
export class Durations<Name extends string> extends Histogram<Name> {
  readonly #given: HistogramConfiguration<Name>;
  readonly #bounds: readonly number[];
  readonly #series = new Map<string, Series<Name>>();

  constructor(given: HistogramConfiguration<Name> & { buckets: number[] }) {
    super(given);
    this.#given = given;
    this.#bounds = given.buckets;
  }

  /** `key` stands for the labels, which are made for its first value alone. */
  count(key: string, labels: () => Labels<Name>, seconds: number): void {
    let series = this.#series.get(key);
    if (!series) {
      series = { labels: labels(), counts: Array(this.#bounds.length + 1).fill(0), sum: 0 };
      this.#series.set(key, series);
    }
    let at = 0;
    while (at < this.#bounds.length && seconds > (this.#bounds[at] ?? 0)) at += 1;
    series.counts[at] = (series.counts[at] ?? 0) + 1;
    series.sum += seconds;
  }

  override async get() {
    const { name, help } = this.#given;
    const values = [...this.#series.values()].flatMap(({ labels, counts, sum }) => {
      let count = 0;
      const buckets = [...this.#bounds, '+Inf'].map((le, at) => {
        count += counts[at] ?? 0;
        return { metricName: `${name}_bucket`, labels: { le, ...labels }, value: count };
      });
      const whole = [
        { metricName: `${name}_sum`, labels, value: sum },
        { metricName: `${name}_count`, labels, value: count },
      ];
      return [...buckets, ...whole];
    });
    return { name, help, type: 'histogram', aggregator: 'sum', values } as never;
  }

  /** What the registry asks for instead, where there is one. */
  getForPromString() {
    return this.get();
  }
}

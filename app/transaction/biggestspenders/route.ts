import { z } from 'zod';
import { ownFirstAccount } from '#app/_access/access.ts';
import { biggestSpenders } from '#lib/finance/spenders.ts';
import { endpoint } from '#lib/http/contract.ts';
import { toMajorNumber } from '#lib/money.ts';
import { webSources } from '#lib/redis/client.ts';
import { byCopies } from '#lib/redis/copies.ts';

const MAX_SHOWN = 5;

export const GET = endpoint({
  summary: 'The tutorial’s `{labels, series}`, of the five biggest spenders.',
  access: ownFirstAccount,
  answers: {
    200: z.object({ labels: z.array(z.string()), series: z.array(z.number().describe('Major units.')) }),
  },
  handler: async ({ ref }) => {
    const items = await byCopies(webSources(), (redis) => biggestSpenders(redis, ref, MAX_SHOWN));
    return {
      labels: items.map(({ name }) => name),
      series: items.map(({ amountMinor }) => toMajorNumber(amountMinor)),
    };
  },
});

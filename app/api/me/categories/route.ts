/** What a customer says merchants are. */
import { z } from 'zod';
import { session } from '#app/_access/access.ts';
import { endpoint } from '#lib/http/contract.ts';
import { ownCategories } from '#lib/ledger/own-categories.ts';
import {
  merchantCategorySchema,
  resetMerchantCategory,
  setMerchantCategory,
} from '#lib/notes/merchant-category.ts';
import { webRedis } from '#lib/redis/client.ts';

export const GET = endpoint({
  summary: 'The merchants that one has put into another category.',
  access: session,
  answers: { 200: z.object({ items: z.array(merchantCategorySchema) }) },
  handler: async ({ user }) => {
    const own = Object.entries(await ownCategories(webRedis(), user));
    return { items: own.map(([counterparty, category]) => ({ counterparty, category })) };
  },
});

export const PUT = endpoint({
  summary: 'Put all transactions of a merchant, past and to come, into a category.',
  access: session,
  body: merchantCategorySchema,
  answers: { 204: null },
  refusals: ['conflict'],
  handler: ({ user, body }) => setMerchantCategory(webRedis(), user, body),
});

export const DELETE = endpoint({
  summary: 'Put all transactions of a merchant back into the category they were booked in.',
  access: session,
  query: merchantCategorySchema.pick({ counterparty: true }),
  answers: { 204: null },
  handler: ({ user, query: { counterparty } }) => resetMerchantCategory(webRedis(), user, counterparty),
});

import path from 'node:path';
import { z } from 'zod';
import { config } from '#lib/config.ts';
import { anonymous, endpoint } from '#lib/http/contract.ts';
import { describe } from '#lib/http/openapi.ts';
import { findEndpoints } from '#lib/http/router.ts';
import { cookieName } from '#lib/sign-in/cookie.ts';

let description: Promise<object> | undefined;

export const GET = endpoint({
  summary: 'This description.',
  access: anonymous,
  query: null,
  answers: { 200: z.looseObject({ openapi: z.string() }) },
  handler: async () => {
    description ??= describeAll();
    return { openapi: '', ...(await description) };
  },
});

async function describeAll(): Promise<object> {
  const endpoints = await findEndpoints(path.join(process.cwd(), 'app'));
  return describe(endpoints, { origin: config().origin, cookieName: cookieName() });
}

/** The API described for programs: OpenAPI 3.1, made of the schemas that the handlers check with. */
import { z } from 'zod';
import { config } from '#lib/config.ts';
import { preferencesPatchSchema } from '#lib/identity/preferences.ts';
import { noteChangeSchema } from '#lib/notes/notes.ts';
import { changePasswordSchema } from '#lib/sign-in/change-password.ts';
import { cookieName } from '#lib/sign-in/cookie.ts';
import { stepUpSchema } from '#lib/sign-in/step-up.ts';
import { changeRoleSchema } from '#lib/staff/change-role.ts';
import { previewSchema, revocationSchema } from '#lib/staff/revocation.ts';
import { viewSchema } from '#lib/views/views.ts';
import * as answers from './_answers.ts';
import * as queries from './_queries.ts';

export type Operation = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As in server/routes.ts. */
  path: string;
  summary: string;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Of 200; null for 204, a media type for what is no JSON. */
  answer: z.ZodType | null | string;
  /** Anybody may ask. */
  open?: true;
};

const ACCOUNT = '/api/accounts/:id';

export const operations: readonly Operation[] = [
  {
    ...{
      method: 'POST',
      path: '/api/auth/login',
      body: queries.loginBody,
      answer: answers.loginAnswer,
      open: true,
    },
    summary:
      'Sign in: by cookie for browsers, by bearer token for everybody else. A browser also gets a cookie that lets ' +
      'nobody in: with it, wrong passwords count for this device alone. Native clients have none.',
  },
  { method: 'POST', path: '/api/auth/logout', answer: null, summary: 'End the session of this request.' },
  {
    method: 'POST',
    path: '/api/auth/step-up',
    body: stepUpSchema,
    answer: answers.stepUpAnswer,
    summary:
      'Give the password again. The token changes; the one before answers session_rotated for 30 s. For five minutes ' +
      'sensitive acts are allowed, and full account numbers, date of birth and email answered.',
  },
  {
    method: 'POST',
    path: '/api/auth/password',
    body: changePasswordSchema,
    answer: null,
    summary: 'Change one’s own password.',
  },
  {
    method: 'GET',
    path: '/api/session',
    answer: answers.sessionAnswer,
    summary: 'One’s own session. Needs a step-up for full details.',
  },
  {
    method: 'POST',
    path: '/api/session/extend',
    answer: answers.extendAnswer,
    summary: 'Say that one is still here.',
  },
  {
    method: 'GET',
    path: '/api/sessions',
    answer: answers.sessionsAnswer,
    summary: 'One’s own living sessions.',
  },
  {
    method: 'DELETE',
    path: '/api/sessions',
    query: queries.othersQuery,
    answer: null,
    summary: 'End all of one’s sessions but this one.',
  },
  { method: 'DELETE', path: '/api/sessions/:sid', answer: null, summary: 'End one of one’s own sessions.' },
  {
    method: 'GET',
    path: '/api/me/audit',
    query: queries.trailQuery,
    answer: answers.trailAnswer,
    summary: 'What happened to one’s own sessions and password, newest first.',
  },
  {
    method: 'PATCH',
    path: '/api/me/preferences',
    body: preferencesPatchSchema,
    answer: answers.preferencesAnswer,
    summary: 'Change one’s own preferences; what is not named stays. GET /api/session tells them.',
  },
  {
    method: 'GET',
    path: '/api/staff/sessions',
    query: queries.staffSessionsQuery,
    answer: answers.staffSessionsAnswer,
    summary: 'Staff: live sessions that match, newest first, and how many there are by role and device.',
  },
  {
    method: 'POST',
    path: '/api/staff/sessions/preview',
    body: previewSchema,
    answer: answers.previewAnswer,
    summary: 'Staff: how many sessions a revocation would end.',
  },
  {
    method: 'POST',
    path: '/api/staff/sessions/revoke',
    body: revocationSchema,
    answer: answers.revocationAnswer,
    summary: 'Staff: end the sessions that a preview counted, and none that joined since. Needs a step-up.',
  },
  {
    method: 'GET',
    path: '/api/staff/audit',
    query: queries.staffAuditQuery,
    answer: answers.staffAuditAnswer,
    summary: 'Staff: what the trails hold, done and refused, newest first; of one customer, or of all.',
  },
  {
    method: 'GET',
    path: '/api/staff/users',
    query: queries.staffUsersQuery,
    answer: answers.staffUsersAnswer,
    summary: 'Staff: people by the beginnings of their names.',
  },
  {
    method: 'PATCH',
    path: '/api/staff/users/:id/role',
    body: changeRoleSchema,
    answer: answers.roleChangeAnswer,
    summary: 'Staff: give somebody another role, which ends their sessions. Needs a step-up.',
  },
  {
    method: 'GET',
    path: '/api/accounts',
    answer: answers.accountsAnswer,
    summary: 'One’s own accounts, the current account first. Needs a step-up for whole numbers.',
  },
  {
    ...{
      method: 'GET',
      path: `${ACCOUNT}/transactions`,
      query: queries.pageQuery,
      answer: answers.pageAnswer,
    },
    summary: 'Entries that match, newest first.',
  },
  {
    ...{
      method: 'GET',
      path: `${ACCOUNT}/transactions/export`,
      query: queries.exportQuery,
      answer: 'text/csv',
    },
    summary:
      'Everything that matches as a file, CSV or OFX (application/x-ofx), newest first. An account is named by its id: ' +
      'no number is in it.',
  },
  {
    method: 'GET',
    path: `${ACCOUNT}/transactions/:seq`,
    answer: answers.entryAnswer,
    summary: 'One entry.',
  },
  {
    method: 'GET',
    path: `${ACCOUNT}/transactions/:seq/note`,
    answer: answers.noteAnswer,
    summary: 'One’s own note and tags beside an entry.',
  },
  {
    ...{
      method: 'PUT',
      path: `${ACCOUNT}/transactions/:seq/note`,
      body: noteChangeSchema,
      answer: answers.noteAnswer,
    },
    summary: 'Write the note and the tags beside an entry, or remove them with an empty text and no tags.',
  },
  {
    method: 'GET',
    path: `${ACCOUNT}/tags`,
    answer: answers.tagsAnswer,
    summary: 'The tags of one’s notes, the most used first.',
  },
  {
    method: 'GET',
    path: `${ACCOUNT}/totals`,
    query: queries.totalsQuery,
    answer: answers.totalsAnswer,
    summary: 'Count, in, out and net of everything that matches.',
  },
  {
    ...{
      method: 'GET',
      path: `${ACCOUNT}/balance`,
      query: queries.balanceQuery,
      answer: answers.balanceAnswer,
    },
    summary: 'The balance over time, at most 500 points.',
  },
  {
    ...{
      method: 'GET',
      path: `${ACCOUNT}/spenders`,
      query: queries.spendersQuery,
      answer: answers.spendersAnswer,
    },
    summary: 'Who got the most, net of what came back.',
  },
  {
    ...{
      method: 'GET',
      path: `${ACCOUNT}/counterparties`,
      query: queries.counterpartiesQuery,
      answer: answers.counterpartiesAnswer,
    },
    summary: 'Names of those the account has dealt with.',
  },
  {
    method: 'GET',
    path: `${ACCOUNT}/months`,
    answer: answers.monthsAnswer,
    summary: 'What came in and went out by month, oldest first.',
  },
  {
    ...{
      method: 'GET',
      path: `${ACCOUNT}/categories`,
      query: queries.periodQuery,
      answer: answers.categoriesAnswer,
    },
    summary: 'What came in and went out by category, the greatest spending first.',
  },
  {
    method: 'GET',
    path: `${ACCOUNT}/regular`,
    answer: answers.regularAnswer,
    summary: 'Payments that come again and again, the next one due first; only those that are sure.',
  },
  {
    method: 'GET',
    path: '/api/views',
    answer: answers.viewsAnswer,
    summary: 'One’s saved views by name.',
  },
  {
    method: 'POST',
    path: '/api/views',
    body: viewSchema,
    answer: answers.viewAnswer,
    summary: 'Save a filter under a name, in the place of the view that had the name.',
  },
  { method: 'DELETE', path: '/api/views/:id', answer: null, summary: 'Remove one of one’s saved views.' },
  {
    method: 'GET',
    path: '/api/searches',
    answer: answers.searchesAnswer,
    summary: 'What one searched for lately, newest first.',
  },
  {
    method: 'POST',
    path: '/api/searches',
    body: queries.searchBody,
    answer: null,
    summary: 'Remember a search.',
  },
  {
    method: 'DELETE',
    path: '/api/searches',
    query: queries.forgetQuery,
    answer: null,
    summary: 'Forget one remembered search, or all.',
  },
  {
    method: 'GET',
    path: '/api/events',
    query: queries.eventsQuery,
    answer: 'text/event-stream',
    summary: 'Postings as they happen: events `transaction`, `session` and `reset`. Takes Last-Event-ID.',
  },
  {
    method: 'GET',
    path: '/api/health',
    answer: answers.statusAnswer,
    open: true,
    summary: 'The process is alive.',
  },
  {
    method: 'GET',
    path: '/api/ready',
    answer: answers.statusAnswer,
    open: true,
    summary: 'Everything that a customer needs is there.',
  },
  {
    method: 'GET',
    path: '/api/openapi.json',
    answer: 'application/json',
    open: true,
    summary: 'This description.',
  },
];

/** The document, https://spec.openapis.org/oas/v3.1.1. */
export function openApi(): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of operations) {
    const path = operation.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: describe(operation) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Redis Bank',
      version: '1',
      description:
        'Money is integers in minor units. Errors are application/problem+json with a stable code.',
    },
    servers: [{ url: config().origin }],
    security: [{ cookie: [] }, { bearer: [] }],
    paths,
    components: {
      securitySchemes: {
        cookie: { type: 'apiKey', in: 'cookie', name: cookieName() },
        bearer: { type: 'http', scheme: 'bearer' },
      },
      schemas: { Problem: schemaOf(answers.problemAnswer, 'output') },
    },
  };
}

function describe({ path, summary, query, body, answer, open }: Operation): object {
  return {
    summary,
    ...(open ? { security: [] } : {}),
    parameters: [...pathParameters(path), ...queryParameters(query)],
    ...(body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(body, 'input') } },
          },
        }
      : {}),
    responses: {
      ...(answer === null
        ? { 204: { description: 'Done.' } }
        : { 200: { description: 'OK', content: contentOf(answer) } }),
      default: {
        description: 'What went wrong.',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

const contentOf = (answer: z.ZodType | string): object =>
  typeof answer === 'string'
    ? { [answer]: {} }
    : { 'application/json': { schema: schemaOf(answer, 'output') } };

const pathParameters = (path: string): object[] =>
  [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));

const queryParameters = (query: z.ZodObject | undefined): object[] =>
  Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: !schema.safeParse(undefined).success,
    schema: schemaOf(schema, 'input'),
  }));

function schemaOf(schema: z.core.$ZodType, io: 'input' | 'output'): object {
  // Branded and refined strings are text on the wire.
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}

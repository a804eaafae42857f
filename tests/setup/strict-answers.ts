/** Holds an answer to its contract, strictly: what is answered is noted beside what is described. */
import { PassThrough, pipeline, type Writable } from 'node:stream';
import type { z } from 'zod';
import { type Answer, problemSchema, type Streamed } from '#lib/http/answer.ts';
import { type Contract, type Received, refusalsOf } from '#lib/http/contract.ts';

export type Note = (answered: unknown, described: unknown) => void;

/** Gives the answer back; one of events is noted as it is read. */
export function hold(
  { method }: Pick<Received, 'method'>,
  contract: Contract,
  answer: Answer,
  note: Note,
): Answer {
  const { status, headers, body } = answer;
  const type = headers['content-type']?.split(';', 1)[0];
  if (type === 'application/problem+json') {
    const problem = JSON.parse(String(body));
    note(problem, parsed(problemSchema, problem));
    const codes = refusalsOf(method, contract);
    note(problem.code, codes.includes(problem.code) ? problem.code : codes);
    return answer;
  }
  const shape = contract.answers[status];
  if (shape === undefined) note(status, Object.keys(contract.answers));
  else if (shape === null) note(body, null);
  else if ('to' in shape) note(headers.location, shape.to.find((to) => to === headers.location) ?? shape.to);
  else if ('media' in shape) {
    note(type, shape.media.find((media) => media === type) ?? shape.media);
    if (shape.events && typeof body === 'function') return watched(answer, body, shape.events, note);
  } else {
    const json = JSON.parse(String(body));
    note([type, json], ['application/json', parsed(shape, json)]);
  }
  return answer;
}

/** What is left of a value when all that the schema does not know is gone, or its faults. */
function parsed(schema: z.ZodType, value: unknown): unknown {
  const { data, error } = schema.safeParse(value);
  return error ? error.issues : data;
}

function watched(answer: Answer, body: Streamed, events: Record<string, z.ZodType>, note: Note): Answer {
  const look = (sink: Writable) => {
    const decoder = new TextDecoder();
    const seen = new PassThrough();
    seen.on('data', (chunk: Uint8Array) => {
      for (const [, name = '', data = ''] of decoder.decode(chunk).matchAll(/event: (.*)\ndata: (.*)\n\n/g)) {
        const schema = events[name];
        note(
          [name, JSON.parse(data)],
          schema ? [name, parsed(schema, JSON.parse(data))] : Object.keys(events),
        );
      }
    });
    if (sink.destroyed) seen.destroy();
    else pipeline(seen, sink, () => {});
    body(seen);
  };
  return { ...answer, body: look };
}

/** Stands between a browser and a site and writes down what really went over the line. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Site } from './site.ts';

export type Recorded = {
  method: string;
  path: string;
  headers: http.OutgoingHttpHeaders;
  status: number;
  bytes: number;
  /** As the answer says, which a page that is closed early does not wait for. */
  length: number | undefined;
  type: string;
  /** Since the first request of the view, in milliseconds: begun, first byte, ended (none while a stream is open). */
  begun: number;
  first: number;
  ended?: number;
};

export async function startRecorder(site: Site) {
  let began = 0;
  let records: Recorded[] = [];
  const server = http.createServer((request, response) => {
    began ||= performance.now();
    const since = () => performance.now() - began;
    const begun = since();
    const onward = http.request(
      {
        host: '127.0.0.1',
        port: site.port,
        method: request.method,
        path: request.url,
        headers: request.headers,
      },
      (answer) => {
        const record: Recorded = {
          method: request.method ?? 'GET',
          path: request.url ?? '/',
          headers: request.headers,
          status: answer.statusCode ?? 0,
          bytes: 0,
          length: Number(answer.headers['content-length']) || undefined,
          type: String(answer.headers['content-type'] ?? '').split(';')[0] ?? '',
          begun,
          first: since(),
        };
        records.push(record);
        response.writeHead(answer.statusCode ?? 500, answer.rawHeaders);
        answer.on('data', (chunk) => {
          record.bytes += chunk.length;
        });
        answer.on('end', () => {
          record.ended = since();
        });
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    /** What was recorded since the last call, in the order of the first bytes. */
    take() {
      const taken = records.toSorted((a, b) => a.begun - b.begun);
      records = [];
      began = 0;
      return taken;
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

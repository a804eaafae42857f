/** Reads an export and counts its rows as they come. */

export type Progress = { rows: number; bytes: number };
export type SavedFile = { name: string; file: Blob };

/** Lines that are no rows, by format: a CSV has its header, an OFX a row a line between its tags. */
const ROW: Record<'csv' | 'ofx', { begins: string; also: number }> = {
  csv: { begins: '\n', also: -1 },
  ofx: { begins: '<STMTTRN>', also: 0 },
};

/** Throws whatever ends a body too early: half a file is none. */
export async function readExport(
  response: Response,
  format: 'csv' | 'ofx',
  onProgress: (progress: Progress) => void,
): Promise<SavedFile> {
  const pieces: BlobPart[] = [];
  const decoder = new TextDecoder();
  const { begins, also } = ROW[format];
  const progress = { rows: 0, bytes: 0 };
  let marks = 0;
  let tail = '';
  const reader = response.body?.getReader();
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true };
    if (done) break;
    pieces.push(value);
    progress.bytes += value.byteLength;
    // A mark may be cut in two by the network.
    const text = tail + decoder.decode(value, { stream: true });
    marks += text.split(begins).length - 1;
    tail = begins.length > 1 ? text.slice(1 - begins.length) : '';
    progress.rows = Math.max(0, marks + also);
    onProgress({ ...progress });
  }
  const type = response.headers.get('content-type') ?? '';
  return {
    name: fileName(response.headers.get('content-disposition'), format),
    file: new Blob(pieces, { type }),
  };
}

const fileName = (disposition: string | null, format: string): string =>
  /filename="([^"/\\]+)"/.exec(disposition ?? '')?.[1] ?? `transactions.${format}`;

/** Hands a file to the browser's own saving. */
export function saveFile({ name, file }: SavedFile): void {
  const href = URL.createObjectURL(file);
  const link = Object.assign(document.createElement('a'), { href, download: name });
  link.click();
  // The browser has taken it over once the click was handled.
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

import type { ExportedFile } from '#lib/export/account-file.ts';
import { content, fileStream } from '#lib/http/answer.ts';
import type { RequestHeaders } from '#lib/http/read-request.ts';
import { requireSession } from '#lib/sign-in/require-session.ts';

/** A session that ends in the middle ends the file, too. */
export async function fileAnswer({ name, mediaType, pieces }: ExportedFile, headers: RequestHeaders) {
  const body = await fileStream(pieces, () => requireSession(headers));
  return content(mediaType, body, { headers: { 'content-disposition': `attachment; filename="${name}"` } });
}

import { cache } from 'react';
import type { UserTag } from '#lib/ids.ts';
import { lastStreamId } from '#lib/live/live-log.ts';
import { webRedis } from '#lib/redis/client.ts';

/**
 * The position in the live log, read once a request, however many components start from it. They await it before they
 * read data: what is posted from here on is either in the data or in the log after this id.
 */
export const streamPosition = cache((user: UserTag): Promise<string> => lastStreamId(webRedis(), user));

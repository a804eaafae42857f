import type { NextConfig } from 'next';
import { PHASE_DEVELOPMENT_SERVER } from 'next/constants.js';

/** `server/main.ts` serves; no standalone output, since that and a server of one's own exclude each other. */
const config = (phase: string): NextConfig => ({
  // Endpoints are `route.ts`, and in production server/mount.ts serves them: what is Next's ends in .tsx. It builds
  // nothing twice, and has nothing at hand that is never asked for: a third of the time, and of the size three quarters.
  pageExtensions: phase === PHASE_DEVELOPMENT_SERVER ? ['tsx', 'ts'] : ['tsx'],
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm run check` does, and a start should not wait for it.
  typescript: { ignoreBuildErrors: true },
  // server/pages.ts does it, once a page instead of once a chunk.
  compress: false,
  // Redis and the seals of iron-session run as Node finds them: bundling would duplicate their classes.
  serverExternalPackages: ['redis', 'redis-om', '@redis/client', 'iron-session'],
  devIndicators: false,
  // In bytes of source. By itself the bundler makes a third more files for each page, which pack worse and are asked for
  // one by one; if it joined the large ones, too, a phone would be busy with them at one go.
  experimental: { turbopackChunking: { minChunkSize: 200_000 } },
  // A title depends on the language of the request, and belongs to the head all the same: nobody's comes after it.
  htmlLimitedBots: /.*/,
  // No picture here needs to be resized, and the optimiser is one more thing that strangers can ask for work.
  images: { unoptimized: true },
  // Browsers look at the icon again whenever the address changes, and here it changes with every letter searched.
  headers: async () => [
    { source: '/icon.svg', headers: [{ key: 'cache-control', value: 'public, max-age=604800' }] },
  ],
});

export default config;

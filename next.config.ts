import type { NextConfig } from 'next';

/** `server/main.ts` serves; no standalone output, since that and a server of one's own exclude each other. */
const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Redis and the seals of iron-session run as Node finds them: bundling would duplicate their classes.
  serverExternalPackages: ['redis', 'redis-om', '@redis/client', 'iron-session'],
  devIndicators: false,
};

export default config;

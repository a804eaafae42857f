# One image for web, worker and the deploy step; docker-compose.yml says which of them runs.
# Slim Debian rather than Alpine: the packages carry binaries for glibc.
FROM node:24-bookworm-slim AS packages
WORKDIR /bank
COPY package.json package-lock.json ./
# The image is Node 24 already, so its optional package is not needed; other optional ones (sharp, swc) are.
RUN npm ci --no-audit --no-fund && rm -rf node_modules/node-linux-* node_modules/.bin/node

FROM node:24-bookworm-slim AS production
WORKDIR /bank
COPY package.json package-lock.json ./
# Apart from the build, so that nothing of its packages is in the image and a changed source installs nothing anew.
RUN npm ci --omit=dev --no-audit --no-fund && rm -rf node_modules/node-linux-* node_modules/.bin/node

FROM packages AS build
ENV NEXT_TELEMETRY_DISABLED=1
COPY . .
RUN npm run build && rm -rf .next/cache .next/dev

FROM node:24-bookworm-slim
WORKDIR /bank
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 PORT=8080 METRICS_PORT=9090 BANK_LISTEN=0.0.0.0
COPY --from=build /bank/package.json /bank/next.config.ts /bank/proxy.tsx ./
COPY --from=production /bank/node_modules ./node_modules
COPY --from=build /bank/.next ./.next
COPY --from=build /bank/public ./public
# server/ mounts the route handlers of app/ as they are; Lua scripts are read from lib/.
COPY --from=build /bank/app ./app
COPY --from=build /bank/lib ./lib
COPY --from=build /bank/server ./server
COPY --from=build /bank/worker ./worker
COPY --from=build /bank/demo ./demo
COPY --from=build /bank/ops ./ops
# Nothing is written at run time, so nothing belongs to this user.
USER node
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.METRICS_PORT}/api/health`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node itself is process 1 and gets SIGTERM; npm would swallow it.
CMD ["node", "--max-semi-space-size=32", "server/main.ts"]

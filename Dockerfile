# Plain enough for the classic builder: no mounts, no heredocs.

FROM node:24-bookworm-slim AS build
# Another npm registry than the public one comes from whoever builds: --build-arg NPM_CONFIG_REGISTRY=…
ARG NPM_CONFIG_REGISTRY
# The CPU's binaries are inside the package; what its script would download is for CUDA.
ENV ONNXRUNTIME_NODE_INSTALL=skip
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run -s build && npm prune --omit=dev --no-audit --no-fund
# Gone: other platforms' inference binaries, the embedded PostgreSQL, the browser's builds, and what only people read.
RUN cd node_modules \
 && find onnxruntime-node/bin -mindepth 2 -maxdepth 2 ! -name linux -exec rm -r {} + \
 && find onnxruntime-node/bin/*/linux -mindepth 1 -maxdepth 1 ! -name "$(node -p process.arch)" -exec rm -r {} + \
 && rm -r embedded-postgres @embedded-postgres @huggingface/transformers/src @huggingface/transformers/types \
 && find @huggingface/transformers/dist -type f ! -name '*.node.*' -delete \
 && find . ../dist -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.tsbuildinfo' -o -name '*.md' ! -iname '*license*' \) -delete \
 && cd .. && rm -r src web tsconfig*.json package-lock.json \
 # A clone made under a strict umask has files that only their owner may read.
 && chmod -R a+rX .

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0
WORKDIR /app
COPY --from=build /app ./
USER node
EXPOSE 8080 9090
# `serve` answers on the first port, `work` on the second.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "const at = (port) => fetch(`http://127.0.0.1:${port}/healthz`).then((r) => r.ok || Promise.reject()); Promise.any([at(process.env.PORT || 8080), at(process.env.STET_METRICS_PORT || 9090)]).catch(() => process.exit(1))"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "dist/main.js"]
CMD ["serve"]

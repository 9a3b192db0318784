import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import { defineConfig, type Plugin } from 'vite'

const brotli = promisify(brotliCompress)
const gzipped = promisify(gzip)

/** Writes each file's compressed forms beside it: done once here, they cost the server nothing. */
const precompress: Plugin = {
  name: 'precompress',
  apply: 'build',
  async writeBundle({ dir = '' }, bundle) {
    const texts = Object.keys(bundle).filter((file) => /\.(js|css|html|svg)$/.test(file))
    await Promise.all(
      texts.map(async (file) => {
        const text = await readFile(join(dir, file))
        await writeFile(join(dir, `${file}.br`), await brotli(text))
        await writeFile(join(dir, `${file}.gz`), await gzipped(text, { level: 9 }))
      }),
    )
  },
}

// `npm run web`: the page with its own server, and the API of a Stet that runs beside it.
const api = process.env.STET_URL ?? 'http://127.0.0.1:8080'

export default defineConfig({
  root: import.meta.dirname,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // The policy takes images from this server alone, so none may become a data: URL.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { proxy: { '/v1': api, '/api': api } },
  plugins: [precompress],
})

import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyReply } from 'fastify'
import type { Server } from './server.js'

// From src/ and from dist/ alike.
const root = fileURLToPath(new URL('../../dist/web', import.meta.url))

const policy = [
  "default-src 'none'",
  ...['script-src', 'style-src', 'img-src', 'connect-src', 'font-src', 'form-action'].map(
    (directive) => `${directive} 'self'`,
  ),
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

const headers = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'cross-origin-opener-policy': 'same-origin',
  // The files lie compressed beside each other.
  vary: 'accept, accept-encoding',
}

const config = { access: 'open' } as const
const schema = { hide: true }
// What is under these is no view of the page, whoever asks.
const notViews = /^\/(v1|api|docs|assets)(\/|$)/

const sendIndex = (reply: FastifyReply) =>
  reply.headers(headers).sendFile('index.html', { cacheControl: false }).header('cache-control', 'no-cache')

/**
 * The moderators' page as it was built into dist/web. Its files' names change with their content, so they are kept for
 * ever; every other address that a browser opens is a view, which the page itself knows.
 */
export async function addPage(app: Server): Promise<void> {
  await app.register(fastifyStatic, { root, serve: false, preCompressed: true, index: false })
  app.get('/assets/*', { config, schema }, (request, reply) => {
    const { '*': file } = request.params as { '*': string }
    return reply.headers(headers).sendFile(file, `${root}/assets`, { maxAge: '1y', immutable: true })
  })
  app.get('/*', { config, schema }, (request, reply) => {
    const wanted = request.headers.accept?.includes('text/html') ?? false
    if (!wanted || notViews.test(request.url)) return reply.callNotFound()
    return sendIndex(reply)
  })
}

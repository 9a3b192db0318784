import type { FastifyRequest } from 'fastify'
import { Problem } from './problems.js'

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Holds what a browser sends with its cookies to coming from our own page: browsers name the page's origin in whatever may
 * change something. `publicUrl` is ours too, for a proxy that does not pass the Host on.
 * @throws {Problem} 403 for another origin, and for none where a cookie came along
 */
export function requireOwnOrigin(request: FastifyRequest, publicUrl: string | undefined): void {
  if (safe.has(request.method)) return
  const { origin, cookie } = request.headers
  if (origin === undefined && cookie === undefined) return
  const sent = URL.parse(origin ?? '')
  const isOurs = sent !== null && (sent.host === request.host || sent.origin === publicUrl)
  if (!isOurs) throw new Problem(403, 'Not allowed', { detail: 'Only the desk’s own page may ask for this.' })
}

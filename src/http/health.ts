import type { Registry } from 'prom-client'
import { z } from 'zod'
import type { Server } from './server.js'

export type Check = { ok: boolean; detail?: string }
/** Asks one dependency whether it is there; never rejects. */
export type Checks = Record<string, () => Promise<Check>>

export const checkSchema = z.object({ ok: z.boolean(), detail: z.string().optional() })
const readySchema = z.object({ ready: z.boolean(), checks: z.record(z.string(), checkSchema) })

const config = { access: 'open' } as const

/** Asks all of them; ready is what has every one. */
export async function runChecks(checks: Checks): Promise<{ ready: boolean; checks: Record<string, Check> }> {
  const entries = await Promise.all(
    Object.entries(checks).map(async ([name, check]): Promise<[string, Check]> => [name, await check()]),
  )
  return { ready: entries.every(([, check]) => check.ok), checks: Object.fromEntries(entries) }
}

/** `/healthz`: the process lives. `/readyz`: each dependency by name, 503 when one is missing. */
export function addHealth(app: Server, checks: Checks): void {
  const tags = ['operations']
  app.get(
    '/healthz',
    {
      config,
      schema: {
        tags,
        summary: 'Whether the process lives',
        response: { 200: z.object({ alive: z.literal(true) }) },
      },
    },
    async () => ({
      alive: true as const,
    }),
  )
  const summary = 'Whether all that is needed is there'
  const schema = { tags, summary, response: { 200: readySchema, 503: readySchema } }
  app.get('/readyz', { config, schema }, async (_request, reply) => {
    const answer = await runChecks(checks)
    return reply.status(answer.ready ? 200 : 503).send(answer)
  })
}

/** `/metrics` in Prometheus' text format. */
export function addMetrics(app: Server, registry: Registry): void {
  app.get(
    '/metrics',
    { config, schema: { tags: ['operations'], summary: 'Metrics for Prometheus' } },
    async (_request, reply) =>
      reply.header('content-type', registry.contentType).send(await registry.metrics()),
  )
}

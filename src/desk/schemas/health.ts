import { z } from 'zod'
import { ruleAlertSchema } from '../../domain/rule-watch.js'
import { checkSchema } from '../../http/health.js'

const instant = z.iso.datetime()

export const deskHealthSchema = z.object({
  /** As `/readyz` has them. */
  ready: z.boolean(),
  checks: z.record(z.string(), checkSchema),
  /** Jobs that wait or run; null where the queue does not answer. */
  queues: z.object({ comments: z.int().nullable(), reports: z.int().nullable() }),
  oldestPendingSeconds: z.number().nullable(),
  /** Jobs that gave up, null where the queue does not answer; and reports that were never taken. */
  failed: z.object({ jobs: z.int().nullable(), reports: z.int() }),
  /** The workers that live. */
  workers: z.array(
    z.object({
      seenAt: instant,
      model: z.object({ ready: z.boolean(), version: z.string().nullable(), detail: z.string().nullable() }),
      rules: z.object({ hash: z.string().nullable(), fault: z.string().nullable() }),
    }),
  ),
  alerts: z.array(ruleAlertSchema.extend({ rule: z.string() })),
})
export type DeskHealth = z.infer<typeof deskHealthSchema>

/** A job that gave up (`job`), or a report that was never taken (`report`). */
export const failedJobSchema = z.object({
  kind: z.enum(['job', 'report']),
  queue: z.string(),
  id: z.string(),
  comment: z.string().nullable(),
  reason: z.string(),
  at: instant.nullable(),
})
export type FailedJob = z.infer<typeof failedJobSchema>

export const failedJobsSchema = z.object({ items: z.array(failedJobSchema) })

export const replayBodySchema = z
  .strictObject({ ids: z.array(z.string().min(1).max(200)).min(1).max(500) })
  .meta({ examples: [{ ids: ['c-1041-1'] }] })
export const replayAnswerSchema = z.object({ replayed: z.int() })

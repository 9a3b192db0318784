import { z } from 'zod'
import { storableText } from '../../domain/comment.js'

const text = storableText(300).optional()

export const auditFilterSchema = z.strictObject({
  actor: text.meta({ examples: ['anna'] }),
  action: text,
  subject: text,
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
})

export const auditQuerySchema = auditFilterSchema.extend({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
})

export const auditEntrySchema = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  actor: z.string(),
  via: z.string(),
  action: z.string(),
  subject: z.string(),
  parent: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
})
export type AuditEntryView = z.infer<typeof auditEntrySchema>

export const auditAnswerSchema = z.object({
  items: z.array(auditEntrySchema),
  nextCursor: z.string().nullable(),
})

import { z } from 'zod'
import { storableText } from '../../domain/comment.js'

const instant = z.iso.datetime()

// fetch refuses a URL with a password in it, so that no report would ever arrive.
const hasNoPassword = (text: string) => !URL.parse(text)?.username && !URL.parse(text)?.password

const endpointFields = z.strictObject({
  url: z
    .url({ protocol: /^https?$/, error: 'must be a URL that begins with https:// or http://' })
    .max(2_000)
    .refine(hasNoPassword, 'must have no user name or password in it'),
  description: storableText(200).nullish(),
})

export const endpointBodySchema = endpointFields.meta({
  examples: [{ url: 'https://archive.example/stet', description: 'The archive' }],
})

export const endpointChangeSchema = endpointFields
  .partial()
  .extend({ enabled: z.boolean().optional() })
  .meta({ examples: [{ enabled: false }] })

export const endpointSchema = z.object({
  id: z.string(),
  url: z.string(),
  description: z.string().nullable(),
  /** Set by STET_REPORT_URL, and changed there alone. */
  configured: z.boolean(),
  enabled: z.boolean(),
  /** It answered 410 Gone: nothing is sent until something is replayed to it. */
  stopped: z.boolean(),
  createdAt: instant.nullable(),
  deliveries: z.object({ pending: z.int(), delivered: z.int(), failed: z.int() }),
})
export type Endpoint = z.infer<typeof endpointSchema>

/** The secret is in this answer alone. */
export const madeEndpointSchema = endpointSchema.extend({ secret: z.string() })

/** Until `formerUntil` the secret before signs too. */
export const rotatedSchema = z.object({ secret: z.string(), formerUntil: instant })

export const deliveryStates = ['pending', 'delivered', 'failed', 'cancelled'] as const

export const deliveriesQuerySchema = z.strictObject({
  state: z
    .enum(deliveryStates)
    .optional()
    .meta({ examples: ['failed'] }),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(300).optional(),
})

export const deliverySchema = z.object({
  id: z.string(),
  type: z.string(),
  comment: z.string(),
  revision: z.int(),
  state: z.enum(deliveryStates),
  attempts: z.int(),
  lastError: z.string().nullable(),
  createdAt: instant,
  deliveredAt: instant.nullable(),
})
export type Delivery = z.infer<typeof deliverySchema>

export const deliveriesAnswerSchema = z.object({
  items: z.array(deliverySchema),
  nextCursor: z.string().nullable(),
})

import { z } from 'zod'
import { ruleFileSchema } from './rule-schema.js'

/** The form of a rule file as JSON Schema, with which editors complete and check it; conditions are checked by us alone. */
export function ruleFileJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(ruleFileSchema, { io: 'input', target: 'draft-7' })
  return { ...schema, title: 'A rule file of Stet' }
}

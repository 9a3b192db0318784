import { z } from 'zod'
import { Problem } from '../../http/problems.js'
import type { Cursor } from '../../store/held.js'

const cursorSchema = z.tuple([z.string().regex(/^-?\d+(\.\d+)?$/), z.string().regex(/^\d{1,18}$/)])

export const writeCursor = ({ at, uid }: Cursor) =>
  Buffer.from(JSON.stringify([at, uid])).toString('base64url')

/** @throws {Problem} 400 for a cursor that this API did not give. */
export function readCursor(text: string | undefined): Cursor | undefined {
  if (text === undefined) return undefined
  try {
    const [at, uid] = cursorSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
    return { at, uid }
  } catch {
    const errors = [{ pointer: '/cursor', detail: 'is not a cursor of this list' }]
    throw new Problem(400, 'The request is not valid', { errors })
  }
}

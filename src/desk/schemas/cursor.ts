import { z } from 'zod'
import { Problem } from '../../http/problems.js'
import type { Cursor, Sort } from '../../store/queue-list.js'

const uid = z.string().regex(/^\d{1,18}$/)
const micros = z.string().regex(/^\d{1,16}$/)
// As PostgreSQL writes a double.
const rank = z.string().regex(/^-?\d{1,10}(\.\d{1,17})?(e-\d\d)?$/)

/** A place in a list, as a client gets it and sends it back. */
export const writeCursor = (place: readonly string[]) =>
  Buffer.from(JSON.stringify(place)).toString('base64url')

/** @throws {Problem} 400 for a cursor that this list did not give. */
export function readCursor<Place>(
  text: string | undefined,
  placeSchema: z.ZodType<Place>,
): Place | undefined {
  if (text === undefined) return undefined
  try {
    return placeSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
  } catch {
    const errors = [{ pointer: '/cursor', detail: 'is not a cursor of this list' }]
    throw new Problem(400, 'The request is not valid', { errors })
  }
}

/** The place in a list by time: microseconds, and what breaks ties. */
export function readTimeCursor(text: string | undefined): Cursor | undefined {
  const place = readCursor(text, z.tuple([micros, uid]))
  return place && { at: place[0], uid: place[1] }
}

export const readIdCursor = (text: string | undefined): string | undefined =>
  readCursor(text, z.tuple([uid]))?.[0]

export const writeQueueCursor = (sort: Sort, { at, uid }: Cursor) => writeCursor([sort, at, uid])

/** A cursor of another sort is none of this one. */
export function readQueueCursor(sort: Sort, text: string | undefined): Cursor | undefined {
  const at = sort === 'priority' ? rank : micros
  const place = readCursor(text, z.tuple([z.literal(sort), at, uid]))
  return place && { at: place[1], uid: place[2] }
}

import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { commentInputSchema } from '../src/domain/comment.js'

it('every demonstration comment is one that the intake takes', () => {
  const lines = readFileSync('demo/comments.ndjson', 'utf8').trim().split('\n')
  expect(lines.length).toBeGreaterThan(140)
  for (const line of lines) expect(commentInputSchema.safeParse(JSON.parse(line)).error).toBeUndefined()
})

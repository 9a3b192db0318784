import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readThresholds } from '../../src/model/thresholds.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stet-thresholds-'))
})
afterAll(() => rm(folder, { recursive: true }))

it('reads the table of the model that ships, under the name that decisions carry', async () => {
  const { model, rows, labels } = await readThresholds('models/toxicity')
  expect(model).toMatch(/^stet-toxicity@[0-9a-f]{12}$/)
  expect(rows).toBeGreaterThan(1_000)
  expect(labels.toxic?.[0]?.threshold).toBeLessThan(0.05)
})

it('moves the thresholds to another natural share as scores move, which find the same', async () => {
  const [own, other] = await Promise.all([
    readThresholds('models/toxicity'),
    readThresholds('models/toxicity', 0.02),
  ])
  expect(other.model).not.toBe(own.model)
  const [before, after] = [own.labels.toxic ?? [], other.labels.toxic ?? []]
  for (const [at, row] of after.entries()) {
    expect(row.threshold).toBeLessThan(before[at]?.threshold ?? 0)
    expect(row.recall).toBe(before[at]?.recall)
    expect(row.threshold).toBeGreaterThan(after[at - 1]?.threshold ?? 0)
  }
})

it('refuses in one sentence a folder that has none, or one that is not right', async () => {
  await expect(readThresholds(folder)).rejects.toThrow(
    /^What the model misses is not known, for .*thresholds\.json/,
  )
  await writeFile(join(folder, 'thresholds.json'), '{ "version": 1, "prevalence": 2 }')
  await expect(readThresholds(folder)).rejects.toThrow(/prevalence/)
})

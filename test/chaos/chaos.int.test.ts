import { expect, it } from 'vitest'
import { runChaos } from './driver.js'
import { stageEmbedded, stageOnServers } from './stage.js'

const count = 300
// The full run has twenty: npm run chaos.
const ruleChanges = 3
// It takes 40 s where nothing else runs: most of it is waiting until the jobs of the dead are taken over.
const deadlineMs = 300_000
const bodies = [
  'The council voted seven to four, not unanimously as the article says.',
  'You are a pathetic idiot and everyone who voted for this is a moron.',
  'I walked past the new bridge this morning and the lights were still off.',
  'Ich finde, der Artikel lässt die wichtigste Frage offen.',
]
const comments = Array.from({ length: count }, (_, n) => ({
  id: `c-${n}`,
  body: `${bodies[n % bodies.length]} (${n})`,
}))

const cases = [
  { name: 'on servers', stage: stageOnServers, mishaps: 5 },
  { name: 'embedded', stage: stageEmbedded, mishaps: 2 },
]

for (const { name, stage, mishaps } of cases) {
  it(
    `killed again and again, ${name}, it loses no comment, publishes none unseen, judges each by the rules that it names and reports all`,
    async () => {
      const outcome = await runChaos({
        root: process.cwd(),
        comments,
        processes: 1,
        killPostgres: false,
        ruleChanges,
        stage,
        onProgress: () => undefined,
        onMishap: () => undefined,
      })
      expect(outcome.wrong).toEqual([])
      expect(outcome.mishaps).toHaveLength(mishaps + ruleChanges)
      expect(Object.keys(outcome.replayed.perSet).length).toBeGreaterThanOrEqual(ruleChanges)
      expect(outcome.replayed.overLimit).toBeGreaterThan(0)
      expect(outcome.badlySigned).toBe(0)
      expect(outcome.verdicts.published).toBeGreaterThan(count / 4)
      expect(outcome.reports.again).toBeGreaterThanOrEqual(outcome.refused)
    },
    deadlineMs,
  )
}

import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import cliProgress from 'cli-progress'
import { type Outcome, runChaos } from './driver.js'
import type { Comment } from './produce.js'
import { stageEmbedded, stageOnServers } from './stage.js'

// npm run chaos [-- FILE.jsonl.gz] [--count N] [--embedded] [--rule-changes N]: lines {"id", "text"}.

const { values, positionals } = parseArgs({
  options: {
    count: { type: 'string', default: '2000' },
    embedded: { type: 'boolean', default: false },
    processes: { type: 'string', default: '2' },
    'rule-changes': { type: 'string', default: '20' },
  },
  allowPositionals: true,
})
const file = positionals[0] ?? '../shared/data/eval/jigsaw_val.jsonl.gz'
const say = (line: string) => process.stderr.write(`${line}\n`)

async function readComments(): Promise<Comment[]> {
  const lines = gunzipSync(await readFile(file))
    .toString()
    .trim()
    .split('\n')
  return lines.slice(0, Number(values.count)).map((line) => {
    const { id, text } = JSON.parse(line) as { id: string; text: string }
    return { id, body: text }
  })
}

const counts = (of: Record<string, number>) =>
  Object.entries(of)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ')

/** The changes of rules are counted, the others named. */
function mishapsOf(mishaps: readonly string[]): string {
  const others = mishaps.filter((name) => !name.startsWith('rules changed'))
  return [...others, `rules changed ${mishaps.length - others.length} times`].join('; ')
}

const rangeOf = (values: number[]) => `${Math.min(...values)} to ${Math.max(...values)}`

function table(sent: number, { production, reports, replayed, ...outcome }: Outcome): string {
  const rows = {
    comments: `${sent} sent and acknowledged, ${production.edited} of them edited; ${production.repeated} requests sent again`,
    seconds: `${outcome.seconds.toFixed(1)}, all mishaps included (${(sent / outcome.seconds).toFixed(1)} comments a second)`,
    mishaps: mishapsOf(outcome.mishaps),
    verdicts: counts(outcome.verdicts),
    decisions: `${outcome.decisions}; revisions with one: ${outcome.perRevision['1'] ?? 0}, with more: ${
      Object.keys(outcome.perRevision).length > 1 ? JSON.stringify(outcome.perRevision) : 0
    }; comments held without a signal: ${outcome.heldWithoutSignals}`,
    rules: `${Object.keys(replayed.perSet).length} sets are named by decisions, ${rangeOf(Object.values(replayed.perSet))} by each; all replayed under their own; ${replayed.overLimit} decided while a limit was used up`,
    reports: `${reports.made} made, ${reports.received} received, ${reports.again} of them again (${outcome.refused} were refused first), ${outcome.badlySigned} badly signed`,
    wrong: String(outcome.wrong.length),
  }
  return Object.entries(rows)
    .map(([name, value]) => `| ${name.padEnd(9)} | ${value} |`)
    .join('\n')
}

const bar = new cliProgress.SingleBar({
  format: '  [{bar}] {line}',
  stream: process.stderr,
  noTTYOutput: true,
  notTTYSchedule: 5_000,
})
const comments = await readComments()
bar.start(comments.length, 0, { line: 'starting' })
const outcome = await runChaos({
  root: process.cwd(),
  comments,
  processes: Number(values.processes),
  killPostgres: true,
  ruleChanges: Number(values['rule-changes']),
  stage: values.embedded ? stageEmbedded : stageOnServers,
  onProgress: (line) => bar.update(Number.parseInt(line, 10) || 0, { line }),
  onMishap: (line) => say(`\n  ${line}`),
}).finally(() => bar.stop())
process.stdout.write(`${table(comments.length, outcome)}\n`)
for (const line of outcome.wrong.slice(0, 20)) say(`  ${line}`)
process.exit(outcome.wrong.length === 0 ? 0 : 1)

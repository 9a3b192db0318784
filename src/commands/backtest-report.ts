import type { BacktestAnswer } from '../desk/run-backtest.js'
import type { Change, Example } from '../rules/backtest-tally.js'
import { textTable } from './text-table.js'

const count = (value: number) => value.toLocaleString('en')
const many = (value: number, one: string) => `${count(value)} ${one}${value === 1 ? '' : 's'}`
const minutes = (value: number) => (value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString('en'))

const states = { publish: 'published', hold: 'held', reject: 'rejected' } as const

/** "would hold 41 that were published; moderators had published 6 of the 9 that they saw, and of the other 32 nobody knows". */
function changeLine({ from, to, count: changed, reviewed }: Change): string {
  const seen = reviewed.published + reviewed.rejected
  const said =
    seen === 0
      ? 'no moderator decided on any of them, so nobody knows which is right'
      : `moderators had published ${count(reviewed.published)} of the ${count(seen)} that they decided on` +
        (changed === seen ? '' : `, and of the other ${count(changed - seen)} nobody knows which is right`)
  return `  would ${to} ${count(changed)} that were ${states[from]}; ${said}`
}

const table = (rows: (string | number)[][]): string[] =>
  textTable(rows.map((row) => row.map((cell) => (typeof cell === 'number' ? count(cell) : cell))))

const exampleLine = ({ comment, decision, from, to, rules, moderator }: Example) => {
  const word = moderator === null ? '' : `; a moderator: ${moderator}`
  return `  ${comment} (decision ${decision}): ${from} → ${to}, ${rules.join(', ') || 'no rule'}${word}`
}

const isChanged = ({ stricter, milder }: { stricter: number; milder: number }) => stricter + milder > 0

const part = (lines: string[]) => (lines.length === 0 ? [] : ['', ...lines])

function basisLine({ decisions, of, days }: BacktestAnswer, against: string): string {
  const sample =
    of > decisions ? `, a sample of ${count(of)}: counts are of the sample, minutes a day of all` : ''
  return `${many(decisions, 'decision')} of ${days.toFixed(1)} days${sample}. Compared with ${against}:`
}

function ruleTable(answer: BacktestAnswer): string[] {
  const rules = answer.rules.filter((rule) => isChanged(rule) || rule.before !== rule.after)
  if (rules.length === 0) return []
  const rows = rules.map((rule) => [rule.rule, rule.before, rule.after, rule.stricter, rule.milder])
  return table([['rule', 'matched', 'would match', 'stricter', 'milder'], ...rows])
}

function sectionTable(answer: BacktestAnswer): string[] {
  const sections = answer.sections.filter(isChanged)
  if (sections.length === 0) return []
  const rows = sections.map((one) => [one.section ?? '(none)', one.decisions, one.stricter, one.milder])
  return table([['section', 'decisions', 'stricter', 'milder'], ...rows])
}

function heldLine({ held, minutesPerDay: { before, after, secondsPerItem } }: BacktestAnswer): string {
  const times = `${minutes(before)} → ${minutes(after)} minutes of moderators a day`
  return `Held: ${count(held.before)} → ${count(held.after)}; ${times}, at ${secondsPerItem} seconds each.`
}

/** What a backtest found, as lines for a person. `against`: what it was compared with. */
export function reportLines(answer: BacktestAnswer, against: string): string[] {
  if (answer.decisions === 0) return ['There are no decisions to try the rules on.']
  const changed = answer.changes.reduce((sum, change) => sum + change.count, 0)
  return [
    basisLine(answer, against),
    changed === 0 ? '  no verdict changes' : `  ${many(changed, 'verdict')} would change`,
    ...answer.changes.map(changeLine),
    '',
    heldLine(answer),
    ...part(ruleTable(answer)),
    ...part(sectionTable(answer)),
    ...part(
      answer.untried.map(
        ({ rule, receipts: older }) =>
          `${rule} could not be tried on ${many(older, 'decision')} of before its signals were read.`,
      ),
    ),
    ...part(
      answer.examples.length === 0
        ? []
        : ['Examples, picked without looking:', ...answer.examples.map(exampleLine)],
    ),
  ]
}

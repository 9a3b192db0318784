import type { Reason, Span } from '../domain/decision.js'
import type { Readings } from '../domain/signal.js'
import type { Judgement } from './kleene.js'
import type { CompiledRule } from './rule-set.js'

export const groupsOf = (names: readonly string[]) =>
  [...new Set(names.map((name) => name.split('.')[0] ?? name))].sort()

/** Where the signals of a matching condition were seen, each stretch once, in the order of the text. */
function spansOf(names: readonly string[], readings: Readings): Span[] {
  const spans = new Map<string, Span>()
  for (const { start, end } of names.flatMap((name) => readings[name]?.spans ?? []))
    spans.set(`${start}-${end}`, { start, end })
  return [...spans.values()].sort((a, b) => a.start - b.start || a.end - b.end)
}

/** What a rule has to say of a comment once it is judged; nothing when it does not match. */
export function reasonOf(
  rule: CompiledRule,
  { truth, missing }: Judgement,
  readings: Readings,
  shadow: boolean,
): Reason | undefined {
  if (truth === true) {
    const spans = spansOf(rule.names, readings)
    const told = rule.reader === undefined ? {} : { reader: rule.reader }
    return { rule: rule.name, verdict: rule.then, message: rule.because, ...told, spans, shadow }
  }
  if (truth === false || rule.unknown === 'skip') return undefined
  const why = missing.length > 0 ? `${groupsOf(missing).join(', ')} missing` : 'its condition failed'
  const message = `Could not be judged (${why}): ${rule.because}`
  return { rule: rule.name, verdict: 'hold', message, spans: [], shadow }
}

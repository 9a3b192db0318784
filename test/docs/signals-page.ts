import type { Signal } from '../../src/domain/signal.js'
import { signals } from '../../src/signals/all.js'

const cell = (text: string) => text.replaceAll('|', '\\|')

const row = ({ name, type, describes, example }: Signal) =>
  `| \`${name}\` | ${type} | ${cell(describes)} | \`${cell(example)}\` |`

/** docs/signals.md, made from the signals themselves. */
export function signalsPage(): string {
  return `# Signals

Everything that a rule's condition can name: what Stet sees in a comment and in what it knows of its author, its article and
the other comments of the site. [rules.md](rules.md) says how conditions are written.

The part before the dot is what \`missing\` in a decision names. A signal that could not be had is unknown, never "no": a rule
that cannot be judged without it holds the comment, unless it says \`unknown: skip\`. What the site does not give (when an
author joined, which language a text is in) is unknown too, but only to a rule that asks for it.

Counts and paces go back from the moment when Stet took the comment in, not from when it is judged: a backlog changes nothing.

| signal | type | what it is | for example |
| --- | --- | --- | --- |
${signals.map(row).join('\n')}
`
}

import type { SignalDeclaration } from '../domain/signal.js'

/** The signals as a Markdown table, for the documentation: a test holds the page equal to it. */
export function signalsTable(declarations: readonly SignalDeclaration[]): string {
  const rows = declarations.map(({ name, type, describes }) => `| \`${name}\` | ${type} | ${describes} |`)
  return ['| signal | type | what it is |', '| --- | --- | --- |', ...rows].join('\n')
}

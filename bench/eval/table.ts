import { measures, shown, standing } from './measures.js'

/** The table of measures for a terminal: value, floor and aim of each, and where it stands. */
export function terminalTable(values: Readonly<Record<string, number | null>>): string {
  const rows = measures.map((measure) => {
    const { id, what, unit, floor, aim } = measure
    const value = values[id] ?? null
    return [what, shown(value, unit), shown(floor, unit), shown(aim, unit), standing(measure, value)]
  })
  const lines = [['measure', 'value', 'floor', 'aim', ''], ...rows]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  const cell = (text: string, column: number) =>
    column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0)
  return lines.map((line) => line.map(cell).join('  ').trimEnd()).join('\n')
}

/** The same as Markdown, for the model's card. */
export function markdownTable(values: Readonly<Record<string, number | null>>): string {
  const rows = measures.map((measure) => {
    const { id, what, unit, floor, aim, lower } = measure
    const value = values[id] ?? null
    const bound = lower ? 'at most ' : ''
    return `| ${what} | ${shown(value, unit)} | ${bound}${shown(floor, unit)} | ${bound}${shown(aim, unit)} | ${standing(measure, value)} |`
  })
  return ['| measure | value | floor | aim | |', '| --- | --- | --- | --- | --- |', ...rows].join('\n')
}

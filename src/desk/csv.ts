// A spreadsheet would run what begins with one of these.
const formula = /^[=+\-@\t\r\n]/

/** A line of CSV (RFC 4180), every cell in quotes; what a spreadsheet would take for a formula is marked as text. */
export function csvLine(cells: readonly string[]): string {
  const quoted = cells.map((cell) => {
    const text = formula.test(cell) ? `'${cell}` : cell
    return `"${text.replaceAll('"', '""')}"`
  })
  return `${quoted.join(',')}\r\n`
}

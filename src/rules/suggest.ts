/** Levenshtein distance, on names that are short by their schema. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next[j] = Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1)
    }
    row = next
  }
  return row[b.length] ?? 0
}

/** `: did you mean "x"?` for the known name nearest to a misspelt one, or nothing when none is near. */
export function suggest(misspelt: string, known: readonly string[], quote = '`'): string {
  if (misspelt.length > 60) return ''
  const [nearest] = known
    .map((name) => ({ name, far: distance(misspelt.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, far }) => far <= Math.max(2, Math.floor(name.length / 3)))
    .sort((a, b) => a.far - b.far)
  return nearest ? `: did you mean ${quote}${nearest.name}${quote}?` : ''
}

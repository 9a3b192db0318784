export type Guess = { guess: boolean; truth: boolean }

/** The share of right guesses; NaN for none. */
export function accuracy(guesses: readonly Guess[]): number {
  return guesses.filter(({ guess, truth }) => guess === truth).length / guesses.length
}

/** F1 of one of the two classes; 0 when it was neither guessed nor there. */
function f1(guesses: readonly Guess[], of: boolean): number {
  const both = guesses.filter(({ guess, truth }) => guess === of && truth === of).length
  const either = guesses.filter(({ guess }) => guess === of).length
  const there = guesses.filter(({ truth }) => truth === of).length
  return either + there === 0 ? 0 : (2 * both) / (either + there)
}

/** The mean of both classes' F1, so that the rarer class counts as much as the other. */
export function macroF1(guesses: readonly Guess[]): number {
  return (f1(guesses, true) + f1(guesses, false)) / 2
}

/** The rows under each name, in the order of the names. */
export function groupBy<T>(rows: readonly T[], nameOf: (row: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>()
  for (const row of rows) groups.set(nameOf(row), [...(groups.get(nameOf(row)) ?? []), row])
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1))
}

/** Accuracy under each name: a functionality, say. */
export function accuracyBy<T extends Guess>(
  guesses: readonly T[],
  nameOf: (guess: T) => string,
): Record<string, number> {
  return Object.fromEntries(groupBy(guesses, nameOf).map(([name, group]) => [name, accuracy(group)]))
}

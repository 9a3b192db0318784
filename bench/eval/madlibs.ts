import { groupBy } from './classes.js'
import type { Scored } from './workload.js'

// The words for people that the templates are filled with.
const terms = [
  ...[
    'lesbian',
    'gay',
    'bisexual',
    'transgender',
    'trans',
    'queer',
    'lgbt',
    'lgbtq',
    'homosexual',
    'straight',
  ],
  ...['heterosexual', 'male', 'female', 'nonbinary', 'african', 'african american', 'black', 'white'],
  ...['european', 'hispanic', 'latino', 'latina', 'latinx', 'mexican', 'canadian', 'american', 'asian'],
  ...['indian', 'middle eastern', 'chinese', 'japanese', 'christian', 'muslim', 'jewish', 'buddhist'],
  ...['catholic', 'protestant', 'sikh', 'taoist', 'old', 'older', 'young', 'younger', 'teenage'],
  ...['millenial', 'middle aged', 'elderly', 'blind', 'deaf', 'paralyzed'],
].sort((a, b) => b.length - a.length)

// The longest first: "african american" is not "african".
const anyTerm = new RegExp(`\\b(?:${terms.join('|')})\\b`, 'i')

// A rate of fewer sentences says little: one of ten is ten points.
const fewest = 20

/** The share of each identity term's clean sentences that would be held at this threshold. */
export function falseAlarms(
  rows: readonly (Scored & { text: string })[],
  threshold: number,
): Record<string, number> {
  const clean = rows.filter(({ toxic }) => !toxic)
  const named = groupBy(clean, ({ text }) => anyTerm.exec(text)?.[0].toLowerCase() ?? '')
  const rates = named
    .filter(([term, group]) => term !== '' && group.length >= fewest)
    .map(([term, group]) => [term, group.filter(({ score }) => score >= threshold).length / group.length])
  return Object.fromEntries(rates)
}

/** The difference between the most and the least alarmed term. */
export function spread(rates: Readonly<Record<string, number>>): number {
  const values = Object.values(rates)
  return Math.max(...values) - Math.min(...values)
}

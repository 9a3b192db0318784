import { type Label, labels } from '../domain/labels.js'
import { notGiven, type Signal } from '../domain/signal.js'

const meanings: Record<Label, string> = {
  toxic: 'rude or hostile enough to drive others out of a talk',
  severe_toxic: 'very hateful or aggressive',
  obscene: 'swearing or sexual language',
  threat: 'a threat of violence',
  insult: 'an insult to someone',
  identity_hate: 'hate for what people are: origin, faith, sex, …',
}

/** One signal a label of the model; all six are unknown together, for the model gives all or none. */
export const scoreSignals: readonly Signal[] = labels.map((label) => ({
  name: `scores.${label}`,
  type: 'number',
  range: [0, 1],
  describes: `The model's probability, 0 to 1, that a reader would see in the text: ${meanings[label]}. What is quoted is left out.`,
  example: `scores.${label} >= 0.5`,
  read: ({ scores }) => scores && { value: scores[label] },
}))

/** The same of the whole text. That the model is away is said once, by `scores`: here it is missing only to who asks. */
export const wholeScoreSignals: readonly Signal[] = labels.map((label) => ({
  name: `whole.${label}`,
  type: 'number',
  range: [0, 1],
  describes: `\`scores.${label}\` of the whole text, with what it quotes; the same where nothing is quoted.`,
  example: `whole.${label} >= 0.9`,
  read: ({ wholeScores }) => (wholeScores ? { value: wholeScores[label] } : notGiven),
}))

import { z } from 'zod'

/** The model's labels, in the names and the order of unitary/toxic-bert, so that any such model can take ours' place. */
export const labels = ['toxic', 'severe_toxic', 'obscene', 'threat', 'insult', 'identity_hate'] as const

export type Label = (typeof labels)[number]

export const scoresSchema = z.object({
  toxic: z.number(),
  severe_toxic: z.number(),
  obscene: z.number(),
  threat: z.number(),
  insult: z.number(),
  identity_hate: z.number(),
})

/** One probability (0 to 1) a label that a reader would see it in the text, calibrated on the natural share. */
export type Scores = z.infer<typeof scoresSchema>

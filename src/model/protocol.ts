/** What the parent tells a child once, as its first message. */
export type ChildTask = {
  folder: string
  dtype: 'q8' | 'fp32'
  /** Tokens in one run of the network, the special ones included. */
  window: number
  /** For each of our labels, in our order, the place where this model gives it. */
  labelPlaces: readonly number[]
}

export type ToChild = { kind: 'load'; task: ChildTask } | { kind: 'score'; text: string }

/**
 * What a child says. `progress` comes after each window, so that a long text is not taken for a hang; `failed` carries
 * a detail only for loading, because an error about a text may quote it.
 */
export type FromChild =
  | { kind: 'ready' }
  | { kind: 'unloadable'; detail: string }
  | { kind: 'progress' }
  | { kind: 'scored'; raw: number[] }
  | { kind: 'failed' }

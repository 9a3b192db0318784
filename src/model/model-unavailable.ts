/**
 * No score could be had: the model is not there, or it failed twice on this text. The message never carries the text.
 * A caller treats the scores as unknown, which is not the same as harmless.
 */
export class ModelUnavailable extends Error {
  override readonly name = 'ModelUnavailable'
}

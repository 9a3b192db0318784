import { rebase } from './rebase.js'

// Perspective's values are calibrated on as many toxic comments as others.
const perspectiveShare = 0.5

/**
 * A probability on a natural share of toxic comments, as Perspective's scale would say it: thresholds that were chosen
 * for Perspective keep their meaning. On 8 %, 0.17 becomes 0.7 and 0.44 becomes 0.9.
 */
export function toPerspectiveScale(probability: number, naturalShare: number): number {
  return rebase(probability, naturalShare, perspectiveShare)
}

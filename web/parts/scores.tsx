import type { Scores as Values } from '../../src/domain/labels.js'
import { percent } from '../lib/words.js'

// Below it a score says nothing that helps to decide.
const shownFrom = 0.1

/** What the model thinks a reader would see in the text, the surest first. */
export function Scores({ of }: { of: Values | null }) {
  if (of === null) return <p class="quiet small">There are no scores.</p>
  const shown = Object.entries(of)
    .filter(([, share]) => share >= shownFrom)
    .sort(([, a], [, b]) => b - a)
  if (shown.length === 0) return <p class="quiet small">No score is above {percent(shownFrom)}.</p>
  return (
    <dl class="scores small">
      {shown.map(([label, share]) => (
        <div key={label}>
          <dt>{label.replaceAll('_', ' ')}</dt>
          <dd>
            <meter value={share} aria-hidden="true" /> {percent(share)}
          </dd>
        </div>
      ))}
    </dl>
  )
}

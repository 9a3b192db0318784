import type { Decision, Reason } from '../../src/domain/decision.js'
import { markClass } from '../parts/marked-text.js'
import { Scores } from '../parts/scores.js'
import { Badge } from '../parts/verdict.js'

function ReasonLine({ reason, index }: { reason: Reason; index: number }) {
  return (
    <li class={reason.shadow ? 'quiet' : ''}>
      {reason.spans.length > 0 && (
        <span class={`swatch ${markClass(index)}`} aria-hidden="true">
          a
        </span>
      )}
      <span>
        {reason.message} <Badge of={reason.verdict} /> <code class="quiet small">{reason.rule}</code>{' '}
        {reason.shadow && <span class="badge">in the shadow: does not count</span>}
      </span>
    </li>
  )
}

/** Why a comment was held, in the rules' words, with the numbers and what could not be had. */
export function Reasons({ judgement }: { judgement: Decision | null }) {
  if (judgement === null) return <p class="quiet">The machine has not judged this text yet.</p>
  const { reasons, missing, scores } = judgement
  return (
    <section class="reasons" aria-label="Why it is held">
      {reasons.length === 0 && <p class="quiet">No rule matched.</p>}
      <ul>
        {reasons.map((reason, index) => (
          <ReasonLine key={index} reason={reason} index={index} />
        ))}
      </ul>
      {missing.length > 0 && <p class="small fault">Could not be had: {missing.join(', ')}.</p>}
      <Scores of={scores} />
    </section>
  )
}

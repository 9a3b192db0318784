import type { Reason } from '../../src/domain/decision.js'
import { segments } from '../lib/segments.js'

// As many kinds of mark as can be told apart; the fifth reason looks like the first and is still named.
const kinds = 4

export const markClass = (index: number) => `mark-${(index % kinds) + 1}`

/** A reader's text as it was written, with what the reasons point at marked and named. */
export function MarkedText({ text, reasons }: { text: string; reasons: readonly Reason[] }) {
  return (
    <>
      {segments(text, reasons).map(({ text: part, marks }, index) => {
        const first = marks[0]
        if (first === undefined) return part
        const names = marks.map((mark) => reasons[mark]?.message).join('; ')
        return (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must reach what pointing at it shows.
          <mark key={index} class={markClass(first)} data-names={names} tabIndex={0}>
            {part}
            <span class="for-ears"> ({names})</span>
          </mark>
        )
      })}
    </>
  )
}

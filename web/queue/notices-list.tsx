import { focusMain } from '../lib/focus.js'
import { dismiss, notices } from './notices.js'
import { focused } from './state.js'

/** What went otherwise than it was decided, until it is read. */
export function NoticesList() {
  if (notices.value.length === 0) return null
  return (
    <ul class="notices" aria-label="What went otherwise">
      {notices.value.map(({ id, comment, words }) => (
        <li key={id} class="fault line">
          <span>{words}</span>
          <button
            type="button"
            onClick={() => {
              focusMain()
              focused.value = comment
              dismiss(id)
            }}
          >
            Show it
          </button>
          <button
            type="button"
            class="plain"
            onClick={() => {
              focusMain()
              dismiss(id)
            }}
          >
            Read
          </button>
        </li>
      ))}
    </ul>
  )
}

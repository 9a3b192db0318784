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
              focused.value = comment
              dismiss(id)
            }}
          >
            Show it
          </button>
          <button type="button" class="plain" onClick={() => dismiss(id)}>
            Read
          </button>
        </li>
      ))}
    </ul>
  )
}

import { announced } from '../lib/announce.js'

/** What is said to screen readers: it is in the page from the beginning, for only changes are read. */
export function LiveRegion() {
  return (
    <div class="for-ears" role="status" aria-live="polite">
      {announced}
    </div>
  )
}

import { edits } from '../lib/edits.js'

/** What an edit changed: what went is struck, what came is underlined. */
export function EditText({ before, after }: { before: string; after: string }) {
  const parts = edits(before, after)
  if (!parts) return <p class="reader-text">{after}</p>
  return (
    <p class="reader-text">
      {parts.map(({ text, was }, index) => {
        if (was === 'added') return <ins key={index}>{text}</ins>
        if (was === 'removed') return <del key={index}>{text}</del>
        return text
      })}
    </p>
  )
}

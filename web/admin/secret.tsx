import { useState } from 'preact/hooks'
import { announce } from '../lib/announce.js'

/** The browser has a clipboard for pages over https and on the machine itself alone. */
const mayCopy = 'clipboard' in navigator

/** What is shown this once. */
export function Secret({ words, secret }: { words: string; secret: string }) {
  const [copied, setCopied] = useState('')
  const copy = async () => {
    await navigator.clipboard.writeText(secret)
    setCopied(secret)
    announce('It is copied.')
  }
  return (
    <p class="secret" role="status">
      {words} It is shown this once: <code>{secret}</code>{' '}
      {mayCopy && (
        <button type="button" onClick={() => void copy().catch(() => announce('It could not be copied.'))}>
          {copied === secret ? 'Copied' : 'Copy'}
        </button>
      )}
    </p>
  )
}

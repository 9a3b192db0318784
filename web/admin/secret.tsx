/** What is shown this once. */
export function Secret({ words, secret }: { words: string; secret: string }) {
  return (
    <p class="secret" role="status">
      {words} It is shown this once: <code>{secret}</code>{' '}
      <button
        type="button"
        onClick={() => void navigator.clipboard?.writeText(secret).catch(() => undefined)}
      >
        Copy
      </button>
    </p>
  )
}

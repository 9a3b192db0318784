type Props = {
  title: string
  words: readonly string[]
  choose: (at: number) => void
  onBack: () => void
}

/** What is asked before an act, each answer with its number. */
export function Choices({ title, words, choose, onBack }: Props) {
  return (
    <fieldset class="choices">
      <legend>{title}</legend>
      {words.map((text, at) => (
        <button type="button" key={text} onClick={() => choose(at)}>
          <kbd>{at + 1}</kbd> {text}
        </button>
      ))}
      <button type="button" class="plain" onClick={onBack}>
        <kbd>Esc</kbd> Back
      </button>
    </fieldset>
  )
}

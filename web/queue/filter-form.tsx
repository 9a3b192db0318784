import { useLocation } from 'preact-iso'
import type { Filter } from '../../src/desk/schemas/queue.js'
import type { Label } from '../../src/domain/labels.js'
import { focusMain } from '../lib/focus.js'
import { type Filters, filterUrl, readFilters } from './filters.js'
import { filters } from './state.js'

// The page takes no values from the server's code; a label that is not one of these does not type-check.
const labels: Label[] = ['toxic', 'severe_toxic', 'obscene', 'threat', 'insult', 'identity_hate']

const texts: [keyof Filter, string][] = [
  ['rule', 'Rule'],
  ['section', 'Section'],
  ['article', 'Article (its id)'],
  ['author', 'Author (their id)'],
  ['language', 'Language'],
]
const numbers: [keyof Filter, string, string][] = [
  ['minScore', 'Score, at least', '0.01'],
  ['maxScore', 'Score, at most', '0.01'],
  ['minAgeMinutes', 'Waits at least, minutes', '1'],
  ['maxAgeMinutes', 'Waits at most, minutes', '1'],
]

function Fields({ now }: { now: Filters }) {
  return (
    <>
      {texts.map(([name, words]) => (
        <label key={name}>
          {words}
          <input name={name} defaultValue={String(now[name] ?? '')} maxLength={200} autocomplete="off" />
        </label>
      ))}
      <label>
        Label
        <select name="label">
          <option value="">any</option>
          {labels.map((label) => (
            <option key={label} value={label} selected={label === now.label}>
              {label.replaceAll('_', ' ')}
            </option>
          ))}
        </select>
      </label>
      {numbers.map(([name, words, step]) => (
        <label key={name}>
          {words}
          <input
            type="number"
            name={name}
            min="0"
            max={step === '1' ? undefined : '1'}
            step={step}
            defaultValue={String(now[name] ?? '')}
          />
        </label>
      ))}
    </>
  )
}

/** Everything that can narrow the list; the address has it, so that it can be kept and sent. */
export function FilterForm({ onDone }: { onDone: () => void }) {
  const { route } = useLocation()
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget as HTMLFormElement)
    const entries = [...data].map(([name, value]): [string, string] => [name, String(value)])
    const { q, sort } = filters.peek()
    route(filterUrl(readFilters({ ...Object.fromEntries(entries), q: q ?? '', sort })))
    focusMain()
    onDone()
  }
  return (
    <form class="filter-form" onSubmit={onSubmit}>
      <Fields now={filters.value} />
      <button type="submit" class="main">
        Show these
      </button>
    </form>
  )
}

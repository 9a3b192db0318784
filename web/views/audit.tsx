import { useLocation } from 'preact-iso'
import type { AuditEntryView } from '../../src/desk/schemas/audit.js'
import { query } from '../lib/call.js'
import { inFull } from '../lib/words.js'
import { Pages } from '../parts/pages.js'
import { View } from '../parts/view.js'

type Filter = { actor?: string; action?: string; subject?: string; from?: string; to?: string }
const names = ['actor', 'action', 'subject', 'from', 'to'] as const

const words: Record<(typeof names)[number], string> = {
  actor: 'Who',
  action: 'What was done',
  subject: 'To what',
  from: 'From',
  to: 'Until',
}

const examples: Partial<Record<(typeof names)[number], string>> = { action: 'decide', subject: 'comment:c-1' }

const isTime = (name: string) => name === 'from' || name === 'to'

/** What the address asks for; a time in it is one of the reader's own clock. */
function filterOf(asked: Record<string, string>): Filter {
  const set = names.flatMap((name) => {
    const text = asked[name]?.trim()
    if (!text) return []
    if (!isTime(name)) return [[name, text]]
    const at = Date.parse(text)
    return Number.isNaN(at) ? [] : [[name, new Date(at).toISOString()]]
  })
  return Object.fromEntries(set) as Filter
}

function Field({ name, value }: { name: (typeof names)[number]; value: string }) {
  if (isTime(name))
    return (
      <label>
        {words[name]}
        <input name={name} type="datetime-local" defaultValue={value} />
      </label>
    )
  return (
    <label>
      {words[name]}
      <input
        name={name}
        defaultValue={value}
        placeholder={examples[name]}
        maxLength={300}
        autocomplete="off"
      />
    </label>
  )
}

function FilterLine({ asked }: { asked: Record<string, string> }) {
  const { route } = useLocation()
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget as HTMLFormElement)
    route(`/audit${query(Object.fromEntries([...data].map(([name, value]) => [name, String(value)])))}`)
  }
  return (
    <form class="filter-line" onSubmit={onSubmit} key={JSON.stringify(asked)}>
      {names.map((name) => (
        <Field key={name} name={name} value={asked[name] ?? ''} />
      ))}
      <button type="submit" class="main">
        Show these
      </button>
    </form>
  )
}

function hrefOf(subject: string): string | undefined {
  const [kind, id] = [subject.slice(0, subject.indexOf(':')), subject.slice(subject.indexOf(':') + 1)]
  return kind === 'article' ? `/articles/${encodeURIComponent(id)}` : undefined
}

function Subject({ of }: { of: string }) {
  const href = hrefOf(of)
  return href ? (
    <a href={href}>
      <bdi>{of}</bdi>
    </a>
  ) : (
    <bdi>{of}</bdi>
  )
}

const detailWords = (detail: AuditEntryView['detail']) =>
  Object.entries(detail)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' · ')

function Entry({ of }: { of: AuditEntryView }) {
  return (
    <tr>
      <td>
        <time dateTime={of.at}>{inFull(of.at)}</time>
      </td>
      <td>
        {of.actor} <span class="quiet small">{of.via}</span>
      </td>
      <td>{of.action}</td>
      <td>
        <Subject of={of.subject} />
      </td>
      <td class="small quiet">
        {of.parent !== null && <span>part of {of.parent} </span>}
        <bdi>{detailWords(of.detail)}</bdi>
      </td>
    </tr>
  )
}

/** Who did what and when, narrowed by the address, and as a table to take along. */
export function Audit() {
  const asked = useLocation().query
  const filter = filterOf(asked)
  return (
    <View
      title="Audit"
      tools={
        <a class="button" href={`/v1/audit.csv${query(filter)}`} download>
          Export these
        </a>
      }
    >
      <FilterLine asked={asked} />
      <Pages<AuditEntryView>
        path={`/v1/audit${query({ ...filter, limit: 100 })}`}
        empty="There is no such entry."
      >
        {(items) => (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys.
          <div class="wide-table" tabIndex={0}>
            <table>
              <thead>
                <tr>
                  <th scope="col">When</th>
                  <th scope="col">Who</th>
                  <th scope="col">What</th>
                  <th scope="col">To what</th>
                  <th scope="col">How</th>
                </tr>
              </thead>
              <tbody>
                {items.map((entry) => (
                  <Entry key={entry.id} of={entry} />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Pages>
    </View>
  )
}

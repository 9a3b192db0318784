import type { Item } from '../../src/desk/schemas/item.js'
import type { Decision } from '../../src/domain/decision.js'
import { isHarsh } from '../lib/harsh.js'
import { settings } from '../lib/settings.js'
import { nameOf, titleOf } from '../lib/words.js'
import { AuthorName } from '../parts/person.js'
import { Time } from '../parts/time.js'
import { Badge } from '../parts/verdict.js'
import type { Entry } from '../queue/entry.js'
import { RowActs } from './row-acts.js'

function Text({ item }: { item: Item }) {
  if (item.body === null) return <p class="quiet">Its text has been erased.</p>
  const text = (
    <p class="reader-text" dir="auto" lang={item.language ?? undefined}>
      {item.body}
    </p>
  )
  if (!settings.value.masked || !isHarsh(item)) return text
  return (
    <details>
      <summary class="quiet">Covered: may be harsh</summary>
      {text}
    </details>
  )
}

const byWords = ({ by, undoes }: Decision) =>
  undoes === undefined ? `by ${by.id}` : `${by.id} took a decision back`

function Why({ item: { decision, judgement } }: { item: Item }) {
  const said = [...new Set((decision ?? judgement)?.reasons.map(({ message }) => message) ?? [])]
  const by = decision?.by.kind === 'moderator' ? byWords(decision) : ''
  const words = [by, ...said].filter((text) => text !== '').join(' · ')
  return words === '' ? null : <span class="small quiet">{words}</span>
}

/** A comment in a list of comments of every status: who, what became of it and why, and what it replies to. */
export function CommentRow({ entry, place }: { entry: Entry; place?: 'article' }) {
  const { item, standing } = entry
  const decided = standing.kind === 'decided'
  return (
    <li class="comment-row" tabIndex={-1}>
      <div class="line small">
        <AuthorName author={item.author} />
        <Badge of={decided ? standing.verdict : item.status} />
        <Time at={item.createdAt} />
        {place === 'article' && (
          <a href={`/articles/${encodeURIComponent(item.article.id)}`}>
            <bdi>{titleOf(item.article)}</bdi>
          </a>
        )}
        {item.edits > 0 && <span class="quiet">edited</span>}
      </div>
      {item.parent && (
        <p class="small quiet reply-to" dir="auto">
          ↳ <bdi>{nameOf(item.parent.author)}</bdi>: {item.parent.body?.slice(0, 120) ?? 'erased'}
        </p>
      )}
      <Text item={item} />
      {!decided && <Why item={item} />}
      <RowActs entry={entry} />
    </li>
  )
}

import type { Item } from '../../src/desk/schemas/item.js'
import { isHarsh } from '../lib/harsh.js'
import { settings } from '../lib/settings.js'
import { nameOf, titleOf } from '../lib/words.js'
import { AuthorName } from './person.js'
import { Time } from './time.js'
import { Badge } from './verdict.js'

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

function Why({ item: { decision, judgement } }: { item: Item }) {
  const said = [...new Set((decision ?? judgement)?.reasons.map(({ message }) => message) ?? [])]
  const by = decision?.by.kind === 'moderator' ? `by ${decision.by.id}` : ''
  const words = [by, ...said].filter((text) => text !== '').join(' · ')
  return words === '' ? null : <span class="small quiet">{words}</span>
}

/** A comment in a list of comments of every status: who, what became of it and why, and what it replies to. */
export function CommentRow({ item, place }: { item: Item; place?: 'article' }) {
  return (
    <li class="comment-row">
      <div class="line small">
        <AuthorName author={item.author} />
        <Badge of={item.status} />
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
      <Why item={item} />
    </li>
  )
}

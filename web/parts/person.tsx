import type { Item } from '../../src/desk/schemas/item.js'
import { path } from '../lib/call.js'
import { count, nameOf } from '../lib/words.js'
import { Time } from './time.js'

/** The name that a reader writes under, which may say anything: set apart from what stands around it. */
export function AuthorName({ author }: { author: { id: string; name: string | null } }) {
  return (
    <a class="name" href={path('/authors', author.id)}>
      <bdi>{nameOf(author)}</bdi>
    </a>
  )
}

/** What the author's other comments came to. */
export function Record({ of }: { of: Item['record'] }) {
  const { published, held, rejected } = of
  if (published + held + rejected === 0) return <span class="badge warn">first comment</span>
  return (
    <span class="record">
      <span class="badge published">{count(published)} published</span>
      {held > 0 && <span class="badge held">{count(held)} held</span>}
      {rejected > 0 && <span class="badge rejected">{count(rejected)} rejected</span>}
    </span>
  )
}

/** Who wrote it, as what, and what became of their other comments. */
export function AuthorLine({ author, record }: Pick<Item, 'author' | 'record'>) {
  return (
    <div class="line">
      <AuthorName author={author} />
      {author.role !== 'reader' && <span class="badge">{author.role}</span>}
      <Record of={record} />
      {author.joinedAt && (
        <span class="quiet small">
          joined <Time at={author.joinedAt} />
        </span>
      )}
    </div>
  )
}

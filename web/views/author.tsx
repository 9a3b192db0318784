import { useRef, useState } from 'preact/hooks'
import type { AuthorRecordAnswer } from '../../src/desk/schemas/author.js'
import type { Item } from '../../src/desk/schemas/item.js'
import { path, query } from '../lib/call.js'
import { useLoad } from '../lib/load.js'
import { count, nameOf } from '../lib/words.js'
import { Loading } from '../parts/loading.js'
import { Pages } from '../parts/pages.js'
import { Time } from '../parts/time.js'
import { View } from '../parts/view.js'
import { CommentRows } from '../thread/comment-rows.js'
import { useRecount } from '../thread/use-recount.js'

const statuses = ['held', 'rejected', 'published'] as const
type Shown = (typeof statuses)[number]

function RecordOf({ of }: { of: AuthorRecordAnswer }) {
  const { author, counts, names, byRule, firstSeenAt } = of
  return (
    <div class="stack">
      <p class="line">
        <span class="badge">{author.role}</span>
        <span>
          {count(counts.published)} published · {count(counts.held)} held · {count(counts.rejected)} rejected
        </span>
        <span class="quiet small">
          first seen <Time at={firstSeenAt} />
        </span>
      </p>
      {names.length > 1 && (
        <p class="small">
          Also wrote as{' '}
          {names.slice(1).map((name, at) => (
            <span key={name}>
              {at > 0 && ', '}
              <bdi>{name}</bdi>
            </span>
          ))}
          .
        </p>
      )}
      {byRule.length > 0 && (
        <p class="small quiet">{byRule.map(({ rule, count: n }) => `${rule} ${n}×`).join(' · ')}</p>
      )}
    </div>
  )
}

/** An author: the record, and what they wrote, by what became of it. */
export function Author({ params }: { params: { id?: string } }) {
  const id = params.id ?? ''
  const record = useLoad<AuthorRecordAnswer>(`${path('/v1/authors', id)}/record`)
  const [chosen, setChosen] = useState<Shown>()
  const counts = record.data?.counts
  // As it was when one came: what is decided on here must not change what is shown.
  const first = useRef<Shown | undefined>(undefined)
  if (counts) first.current ??= statuses.find((status) => counts[status] > 0)
  const shown = chosen ?? first.current ?? 'held'
  useRecount((item) => item.author.id === id, record.reload)
  return (
    <View title={nameOf(record.data?.author ?? { id })}>
      <Loading of={record}>{(data) => <RecordOf of={data} />}</Loading>
      {counts && (
        <>
          <h2 class="apart">Comments</h2>
          <div class="line choices-line">
            {statuses.map((status) => (
              <button
                key={status}
                type="button"
                aria-pressed={shown === status}
                onClick={() => setChosen(status)}
              >
                {status} <span class="quiet">{count(counts[status])}</span>
              </button>
            ))}
          </div>
          <Pages<Item>
            path={`/v1/queue${query({ author: id, status: shown, sort: 'newest', limit: 50 })}`}
            empty={`None is ${shown}.`}
          >
            {(items) => <CommentRows items={items} place="article" />}
          </Pages>
        </>
      )}
    </View>
  )
}

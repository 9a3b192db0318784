import { useEffect, useMemo, useState } from 'preact/hooks'
import type { ArticleAnswer } from '../../src/desk/schemas/article.js'
import type { Item } from '../../src/desk/schemas/item.js'
import { ModeForm } from '../article/mode-form.js'
import { ModeLine, suggestionWords } from '../article/mode-line.js'
import { path } from '../lib/call.js'
import { onEvent } from '../lib/events.js'
import { useLoad } from '../lib/load.js'
import { may } from '../lib/session.js'
import { count, titleOf } from '../lib/words.js'
import { Chart } from '../parts/chart.js'
import { Loading } from '../parts/loading.js'
import { OutsideLink } from '../parts/outside-link.js'
import { Pages } from '../parts/pages.js'
import { View } from '../parts/view.js'
import { CommentRows } from '../thread/comment-rows.js'
import { useRecount } from '../thread/use-recount.js'

function Rate({ rate }: Pick<ArticleAnswer, 'rate'>) {
  const [times, lines] = useMemo(
    () => [
      rate.map(({ at }) => at),
      [
        { name: 'came', colour: '--accent', values: rate.map((hour) => hour.count) },
        { name: 'held', colour: '--hold', values: rate.map((hour) => hour.held), dash: [6, 4] },
        { name: 'rejected', colour: '--reject', values: rate.map((hour) => hour.rejected), dash: [2, 3] },
      ],
    ],
    [rate],
  )
  return (
    <Chart
      title="Comments by the hour, the last day"
      times={times}
      lines={lines}
      height={160}
      measure="comments"
    />
  )
}

function Moderation({ answer, reload }: { answer: ArticleAnswer; reload: () => void }) {
  const [open, setOpen] = useState(false)
  const { article, mode, suggestion } = answer
  const onDone = () => {
    setOpen(false)
    reload()
  }
  return (
    <section class="stack" aria-label="Moderation">
      <ModeLine mode={mode} />
      {suggestion && <p class="hint">{suggestionWords(suggestion)}</p>}
      {may('chief') && (
        <div>
          <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
            {suggestion ? 'Decide on it…' : 'Moderate it otherwise…'}
          </button>
        </div>
      )}
      {open && <ModeForm id={article.id} suggested={suggestion?.mode ?? mode.mode} onDone={onDone} />}
    </section>
  )
}

function Head({ answer, reload }: { answer: ArticleAnswer; reload: () => void }) {
  const { article, counts, rate } = answer
  return (
    <div class="stack">
      <p class="line">
        {article.url && <OutsideLink url={article.url}>the article</OutsideLink>}
        {article.section && <span class="quiet">{article.section}</span>}
        <span>
          {count(counts.published)} published · {count(counts.held)} held · {count(counts.rejected)} rejected
        </span>
        {counts.held > 0 && (
          <a href={`/?article=${encodeURIComponent(article.id)}`}>those held, in the queue</a>
        )}
      </p>
      <Moderation answer={answer} reload={reload} />
      <Rate rate={rate} />
    </div>
  )
}

/** An article: how it is moderated, its day, and its thread with every status. */
export function Article({ params }: { params: { id?: string } }) {
  const id = params.id ?? ''
  const answer = useLoad<ArticleAnswer>(path('/v1/articles', id))
  useEffect(
    () =>
      onEvent((name, data) => {
        if (name === 'mode' && (data as { article: string }).article === id) answer.reload()
      }),
    [id, answer.reload],
  )
  useRecount((item) => item.article.id === id, answer.reload)
  return (
    <View title={titleOf(answer.data?.article ?? { id })}>
      <Loading of={answer}>{(data) => <Head answer={data} reload={answer.reload} />}</Loading>
      {answer.data && (
        <>
          <h2 class="apart">Thread</h2>
          <Pages<Item> path={`${path('/v1/articles', id)}/thread`} empty="There are no comments yet.">
            {(items) => <CommentRows items={items} />}
          </Pages>
        </>
      )}
    </View>
  )
}

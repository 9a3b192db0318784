import type { Article } from '../../src/desk/schemas/article.js'
import { percent } from '../lib/words.js'
import { Time } from '../parts/time.js'

type Suggestion = NonNullable<Article['suggestion']>

const round = (n: number) => Math.round(n * 10) / 10

/** What a spike looks like, in a sentence. */
export function suggestionWords({ why, mode, now, usual }: Suggestion): string {
  const seen =
    why === 'rate'
      ? `${now} comments in the last quarter of an hour, where ${round(usual)} are usual`
      : `${percent(now)} of the last comments were stopped, where ${percent(usual)} are usual`
  return `${seen}. Stet suggests: ${mode}.`
}

/** How an article is moderated, who said so, why, and until when. */
export function ModeLine({ mode }: Pick<Article, 'mode'>) {
  const { mode: name, by, reason, since, until } = mode
  return (
    <p class="line">
      <span class="quiet">How it is moderated</span>
      <span class={`badge ${name === 'open' ? 'published' : 'warn'}`}>{name}</span>
      {by && (
        <span class="small">
          by {by}
          {since && (
            <>
              {' '}
              <Time at={since} />
            </>
          )}
          : <bdi>{reason}</bdi>
        </span>
      )}
      {until && <span class="small quiet">until {new Date(until).toLocaleString('en-GB')}</span>}
    </p>
  )
}

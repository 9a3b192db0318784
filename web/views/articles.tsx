import type { Article } from '../../src/desk/schemas/article.js'
import { suggestionWords } from '../article/mode-line.js'
import { path } from '../lib/call.js'
import { useLoad } from '../lib/load.js'
import { count, titleOf } from '../lib/words.js'
import { Loading } from '../parts/loading.js'
import { View } from '../parts/view.js'

function Row({ of: { article, mode, counts, suggestion } }: { of: Article }) {
  return (
    <li>
      <div class="line">
        <a class="name" href={path('/articles', article.id)}>
          <bdi>{titleOf(article)}</bdi>
        </a>
        {mode.mode !== 'open' && <span class="badge warn">{mode.mode}</span>}
        {article.section && <span class="quiet small">{article.section}</span>}
      </div>
      <p class="small quiet">
        {count(counts.published)} published · {count(counts.held)} held · {count(counts.rejected)} rejected
      </p>
      {suggestion && <p class="hint small">{suggestionWords(suggestion)}</p>}
    </li>
  )
}

/** The articles of the last day, with what they have been set to and what Stet suggests. */
export function Articles() {
  const articles = useLoad<{ items: Article[] }>('/v1/articles?active=1')
  return (
    <View title="Articles">
      <Loading of={articles}>
        {({ items }) =>
          items.length === 0 ? (
            <p class="quiet">No article had a comment in the last day.</p>
          ) : (
            <ul class="rows">
              {items.map((one) => (
                <Row key={one.article.id} of={one} />
              ))}
            </ul>
          )
        }
      </Loading>
    </View>
  )
}

import type { Article } from '../../src/desk/schemas/article.js'
import { path } from '../lib/call.js'
import { useLoad } from '../lib/load.js'
import { count } from '../lib/words.js'
import { Loading } from '../parts/loading.js'
import { View } from '../parts/view.js'

/** The articles of the last day, with what they have been set to and what Stet suggests. */
export function Articles() {
  const articles = useLoad<{ items: Article[] }>('/v1/articles?active=1')
  return (
    <View title="Articles">
      <Loading of={articles}>
        {({ items }) => (
          <ul class="rows">
            {items.map(({ article, mode, counts }) => (
              <li key={article.id}>
                <a href={path('/articles', article.id)}>{article.title ?? article.id}</a>
                <span class="quiet">
                  {mode.mode} · {count(counts.held)} held
                </span>
              </li>
            ))}
          </ul>
        )}
      </Loading>
    </View>
  )
}

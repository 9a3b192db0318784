import type { ArticleAnswer } from '../../src/desk/schemas/article.js'
import { path } from '../lib/call.js'
import { useLoad } from '../lib/load.js'
import { count } from '../lib/words.js'
import { Loading } from '../parts/loading.js'
import { View } from '../parts/view.js'

export function Article({ params }: { params: { id?: string } }) {
  const id = params.id ?? ''
  const answer = useLoad<ArticleAnswer>(path('/v1/articles', id))
  return (
    <View title={answer.data?.article.title ?? id}>
      <Loading of={answer}>
        {({ mode, counts }) => (
          <p>
            {mode.mode} · {count(counts.published)} published · {count(counts.held)} held ·{' '}
            {count(counts.rejected)} rejected
          </p>
        )}
      </Loading>
    </View>
  )
}

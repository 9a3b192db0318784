import type { Stats } from '../../src/desk/schemas/stats.js'
import { useLoad } from '../lib/load.js'
import { count } from '../lib/words.js'
import { Loading } from '../parts/loading.js'
import { View } from '../parts/view.js'

export function Numbers() {
  const stats = useLoad<Stats>('/v1/stats')
  return (
    <View title="Numbers">
      <Loading of={stats}>
        {({ comments }) => (
          <dl class="facts">
            {Object.entries(comments).map(([status, n]) => (
              <div key={status}>
                <dt>{status}</dt>
                <dd>{count(n)}</dd>
              </div>
            ))}
          </dl>
        )}
      </Loading>
    </View>
  )
}

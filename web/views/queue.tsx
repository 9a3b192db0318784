import { useLocation } from 'preact-iso'
import type { ListAnswer } from '../../src/desk/schemas/queue.js'
import { query } from '../lib/call.js'
import { useLoad } from '../lib/load.js'
import { Loading } from '../parts/loading.js'
import { Time } from '../parts/time.js'
import { View } from '../parts/view.js'

export function Queue() {
  const list = useLoad<ListAnswer>(`/v1/queue${query(useLocation().query)}`)
  return (
    <View title="Queue">
      <Loading of={list}>
        {({ items }) => (
          <ul class="rows">
            {items.map((item) => (
              <li key={item.id}>
                <p>{item.body}</p>
                <span class="quiet">
                  {item.author.name ?? item.author.id} · <Time at={item.createdAt} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </Loading>
    </View>
  )
}

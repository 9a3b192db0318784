import { useLoad } from '../lib/load.js'
import { Loading } from '../parts/loading.js'
import { View } from '../parts/view.js'

type Ready = { checks: Record<string, { ok: boolean; detail?: string }> }

export function Health() {
  const health = useLoad<Ready>('/v1/health')
  return (
    <View title="Health">
      <Loading of={health}>
        {({ checks }) => (
          <ul class="rows">
            {Object.entries(checks).map(([name, { ok, detail }]) => (
              <li key={name}>
                {name}: {ok ? 'in order' : 'not in order'} <span class="quiet">{detail}</span>
              </li>
            ))}
          </ul>
        )}
      </Loading>
    </View>
  )
}

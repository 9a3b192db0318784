import type { AuditEntryView } from '../../src/desk/schemas/audit.js'
import { useLoad } from '../lib/load.js'
import { Loading } from '../parts/loading.js'
import { Time } from '../parts/time.js'
import { View } from '../parts/view.js'

export function Audit() {
  const audit = useLoad<{ items: AuditEntryView[] }>('/v1/audit')
  return (
    <View title="Audit">
      <Loading of={audit}>
        {({ items }) => (
          <ul class="rows">
            {items.map((entry) => (
              <li key={entry.id}>
                {entry.actor} · {entry.action} · {entry.subject} <Time at={entry.at} />
              </li>
            ))}
          </ul>
        )}
      </Loading>
    </View>
  )
}

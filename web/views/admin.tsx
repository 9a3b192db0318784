import { useLoad } from '../lib/load.js'
import { Loading } from '../parts/loading.js'
import { View } from '../parts/view.js'

type Person = { name: string; email: string; role: string }

export function Admin() {
  const people = useLoad<{ items: Person[] }>('/v1/people')
  return (
    <View title="People">
      <Loading of={people}>
        {({ items }) => (
          <ul class="rows">
            {items.map((person) => (
              <li key={person.name}>
                {person.name} · {person.role} <span class="quiet">{person.email}</span>
              </li>
            ))}
          </ul>
        )}
      </Loading>
    </View>
  )
}

import { AccessKeys } from '../admin/access-keys.js'
import { Endpoints } from '../admin/endpoints.js'
import { People } from '../admin/people.js'
import { View } from '../parts/view.js'

/** Who may come in, people and programs, and who is told of decisions. */
export function Admin() {
  return (
    <View title="Admin">
      <People />
      <AccessKeys title="Tokens of the desk" base="/v1/tokens" />
      <AccessKeys title="Site keys" base="/v1/keys" />
      <Endpoints />
    </View>
  )
}

import { AccessKeys } from '../admin/access-keys.js'
import { Endpoints } from '../admin/endpoints.js'
import { People } from '../admin/people.js'
import { View } from '../parts/view.js'

/** Who may come in, people and programs, and who is told of decisions. */
export function Admin() {
  return (
    <View title="Admin">
      <People />
      <AccessKeys
        title="Tokens of the desk"
        words="For programs that do at the desk what a person of their role may."
        base="/v1/tokens"
      />
      <AccessKeys
        title="Site keys"
        words="With one of these the site sends comments and asks what became of them."
        base="/v1/keys"
      />
      <Endpoints />
    </View>
  )
}

import type { Role } from '../../src/domain/role.js'
import { View } from '../parts/view.js'

/** For an address that is no view. */
export function NotFound() {
  return (
    <View title="There is nothing here">
      <p>
        The address leads nowhere. <a href="/">Go to the queue</a>
      </p>
    </View>
  )
}

/** For a view that needs another role. */
export function NotAllowed({ least }: { least: Role }) {
  return (
    <View title="This is not yours to see">
      <p>
        It needs the role {least}, or a higher one; an admin can give it. <a href="/">Go to the queue</a>
      </p>
    </View>
  )
}

import type { Role } from '../../src/domain/role.js'

const roles: Role[] = ['viewer', 'moderator', 'chief', 'admin']
const optionsWith = (chosen: Role) =>
  roles.map((role) => (
    <option key={role} selected={role === chosen}>
      {role}
    </option>
  ))

/** The role of somebody who is there already; another one is theirs at once. */
export function RoleChoice(props: { value: Role; label: string; onChoose: (role: Role) => void }) {
  const { value, label, onChoose } = props
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => onChoose(event.currentTarget.value as Role)}
    >
      {optionsWith(value)}
    </select>
  )
}

/** The role as a field of a form, `role`. */
export function RoleField({ value = 'moderator' }: { value?: Role }) {
  return (
    <label>
      Role
      <select name="role">{optionsWith(value)}</select>
    </label>
  )
}

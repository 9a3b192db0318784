import type { Role } from '../../src/domain/role.js'

const roles: Role[] = ['viewer', 'moderator', 'chief', 'admin']

type Props = { value?: Role; name?: string; label: string; onChoose?: (role: Role) => void }

export function RoleChoice({ value = 'moderator', name, label, onChoose }: Props) {
  return (
    <select
      name={name}
      aria-label={label}
      value={value}
      onChange={(event) => onChoose?.(event.currentTarget.value as Role)}
    >
      {roles.map((role) => (
        <option key={role}>{role}</option>
      ))}
    </select>
  )
}

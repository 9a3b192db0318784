/** Who works at the desk; each may do what those before may. */
export const roles = ['viewer', 'moderator', 'chief', 'admin'] as const
export type Role = (typeof roles)[number]

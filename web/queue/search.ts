const id = 'queue-search'

export const searchId = id

export const focusSearch = () => document.getElementById(id)?.focus()

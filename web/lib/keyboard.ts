import { useEffect } from 'preact/hooks'

const typing = 'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]'

/** Whether the key belongs to what has the focus, to the browser, or to a dialog. */
function isOthers(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented)
    return true
  const target = event.target as Element | null
  return target?.closest?.(typing) != null || document.querySelector('dialog[open]') !== null
}

/** Hands keys to `onKey`, which answers whether it took them; never one that is being typed. */
export function useKeys(onKey: (key: string) => boolean): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!isOthers(event) && onKey(event.key)) event.preventDefault()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [onKey])
}

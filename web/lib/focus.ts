import { useLayoutEffect, useRef } from 'preact/hooks'

/** Gives the focus to the card, or to the view's heading where there is none: what has it is about to go. */
export function focusMain(): void {
  const main = document.getElementById('card') ?? document.querySelector<HTMLElement>('main h1')
  main?.focus({ preventScroll: true })
}

/** Keeps the focus inside an element when what had it there makes place for something else. */
export function useKeptFocus<T extends HTMLElement>(changes: unknown[]) {
  const ref = useRef<T>(null)
  const hadFocus = useRef(false)
  useLayoutEffect(() => {
    if (hadFocus.current && document.activeElement === document.body)
      ref.current?.querySelector<HTMLElement>('button, [tabindex]')?.focus({ preventScroll: true })
  }, changes)
  const onFocusIn = () => {
    hadFocus.current = true
  }
  const onFocusOut = ({ relatedTarget }: FocusEvent) => {
    if (relatedTarget instanceof Node && !ref.current?.contains(relatedTarget)) hadFocus.current = false
  }
  return { ref, onFocusIn, onFocusOut }
}

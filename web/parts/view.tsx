import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

type Props = { title: string; tools?: ComponentChildren; children: ComponentChildren; class?: string }

let shown = 0

/** A view's frame: its heading has the focus when one comes from another view, so that a screen reader starts there. */
export function View({ title, tools, children, class: className = '' }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (shown++ > 0) heading.current?.focus()
  }, [])
  useEffect(() => {
    document.title = `${title} · Stet`
  }, [title])
  return (
    <main id="main" class={`view ${className}`}>
      <div class="view-head">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {tools}
      </div>
      {children}
    </main>
  )
}

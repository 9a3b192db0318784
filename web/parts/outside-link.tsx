import type { ComponentChildren } from 'preact'

const isWeb = (url: string) => /^https?:$/.test(URL.parse(url)?.protocol ?? '')

/** A link that a site gave: only to the web, in a tab of its own, and the place never learns where one came from. */
export function OutsideLink({ url, children }: { url: string | null; children: ComponentChildren }) {
  if (url === null || !isWeb(url)) return <>{children}</>
  return (
    <a href={url} target="_blank" rel="noopener noreferrer nofollow" referrerpolicy="no-referrer">
      {children}
      <span aria-hidden="true"> ↗</span>
    </a>
  )
}

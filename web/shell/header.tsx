import { useLocation } from 'preact-iso'
import { connected } from '../lib/call.js'
import { may, me, signOut } from '../lib/session.js'
import { counted } from '../lib/words.js'
import { unsentCount } from '../queue/sending.js'
import { viewRoutes } from '../routes.js'

const isHere = (path: string, target: string) =>
  target === '/' ? path === '/' : path === target || path.startsWith(`${target}/`)

function Nav() {
  const { path } = useLocation()
  return (
    <nav aria-label="Views">
      <ul>
        {viewRoutes
          .filter((view) => view.nav !== undefined && may(view.least))
          .map((view) => (
            <li key={view.path}>
              <a href={view.path} aria-current={isHere(path, view.path) ? 'page' : undefined}>
                {view.nav}
              </a>
            </li>
          ))}
      </ul>
    </nav>
  )
}

/** Where one can go, who one is, and whether the server can be reached. */
export function Header() {
  return (
    <header class="top">
      <a class="brand" href="/">
        Stet
      </a>
      <Nav />
      <div class="top-end">
        {unsentCount.value > 0 && (
          <span class="badge warn">{counted(unsentCount.value, 'act')} to be sent</span>
        )}
        {!connected.value && (
          <span class="badge warn" role="status">
            No connection
          </span>
        )}
        <a href="/settings" title="Your settings">
          {me.value?.name}
        </a>
        <button type="button" class="plain" onClick={() => void signOut()}>
          Sign out
        </button>
      </div>
    </header>
  )
}

import { useEffect, useErrorBoundary } from 'preact/hooks'
import { LocationProvider, Route, Router, useLocation } from 'preact-iso'
import { followEvents } from './lib/events.js'
import { may, me, startFault, startSession } from './lib/session.js'
import { readSettings } from './lib/settings.js'
import { rememberDone } from './queue/remember.js'
import { keepSending } from './queue/sending.js'
import { viewRoutes } from './routes.js'
import { ExpiredDialog } from './shell/expired.js'
import { Header } from './shell/header.js'
import { LiveRegion } from './shell/live-region.js'
import { NotAllowed, NotFound } from './shell/not-found.js'
import { SignIn } from './shell/sign-in.js'
import { Welcome } from './shell/welcome.js'

const allowed = viewRoutes.map((view) => ({
  ...view,
  component: (props: { params: Record<string, string> }) =>
    may(view.least) ? <view.component {...props} /> : <NotAllowed least={view.least} />,
}))

function Desk() {
  useEffect(() => {
    // Until they can be read, the usual ones do.
    readSettings().catch(() => undefined)
    const stops = [followEvents(), keepSending(), rememberDone()]
    return () => {
      for (const stop of stops) stop()
    }
  }, [])
  return (
    <>
      <a class="skip-link" href="#main">
        Skip to the content
      </a>
      <Header />
      <Router>
        {allowed.map(({ path, component }) => (
          <Route key={path} path={path} component={component} />
        ))}
        <Route default component={NotFound} />
      </Router>
      <ExpiredDialog />
    </>
  )
}

function Start() {
  const { path } = useLocation()
  if (path === '/welcome') return <Welcome />
  if (startFault.value)
    return (
      <main id="main" class="alone">
        <h1>Stet does not answer</h1>
        <p>The server may be starting, or there is no connection.</p>
        <button type="button" onClick={startSession}>
          Try again
        </button>
      </main>
    )
  if (me.value === undefined) return <p class="alone quiet">Loading…</p>
  return me.value === null || path === '/sign-in' ? <SignIn /> : <Desk />
}

/** What is left when a view breaks: what was decided is kept, so that a reload goes on. */
function Broken() {
  return (
    <main id="main" class="alone">
      <h1>Something went wrong on this page</h1>
      <p>What you decided is kept.</p>
      <button type="button" onClick={() => location.reload()}>
        Load it again
      </button>
    </main>
  )
}

/** The whole page; where a part of it breaks, it says so and nothing that was decided is lost. */
export function App() {
  const [error] = useErrorBoundary()
  return (
    <LocationProvider>
      {error ? <Broken /> : <Start />}
      <LiveRegion />
    </LocationProvider>
  )
}

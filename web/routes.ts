import type { AnyComponent } from 'preact'
import { lazy } from 'preact-iso'
import type { Role } from '../src/domain/role.js'
import { Queue } from './views/queue.js'

export type ViewRoute = {
  path: string
  component: AnyComponent<{ params: Record<string, string> }>
  /** Its name in the navigation, for those who may go there; without one it is reached by links. */
  nav?: string
  least: Role
}

/** Every view: the queue at once, the others when they are first asked for. */
export const viewRoutes: ViewRoute[] = [
  { path: '/', component: Queue, nav: 'Queue', least: 'viewer' },
  {
    path: '/articles',
    component: lazy(() => import('./views/articles.js').then((view) => view.Articles)),
    nav: 'Articles',
    least: 'viewer',
  },
  {
    path: '/articles/:id',
    component: lazy(() => import('./views/article.js').then((view) => view.Article)),
    least: 'viewer',
  },
  {
    path: '/authors/:id',
    component: lazy(() => import('./views/author.js').then((view) => view.Author)),
    least: 'viewer',
  },
  {
    path: '/numbers',
    component: lazy(() => import('./views/numbers.js').then((view) => view.Numbers)),
    nav: 'Numbers',
    least: 'viewer',
  },
  {
    path: '/audit',
    component: lazy(() => import('./views/audit.js').then((view) => view.Audit)),
    nav: 'Audit',
    least: 'chief',
  },
  {
    path: '/health',
    component: lazy(() => import('./views/health.js').then((view) => view.Health)),
    nav: 'Health',
    least: 'viewer',
  },
  {
    path: '/admin',
    component: lazy(() => import('./views/admin.js').then((view) => view.Admin)),
    nav: 'Admin',
    least: 'admin',
  },
  {
    path: '/settings',
    component: lazy(() => import('./views/settings.js').then((view) => view.Settings)),
    least: 'viewer',
  },
]

import rateLimit from '@fastify/rate-limit'
import type { Config } from './config.js'
import { type Context, site } from './context.js'
import { silentUndoMs } from './desk/outward.js'
import { addDeskRoutes } from './desk/routes.js'
import { openAuth } from './desk/sign-in/auth.js'
import { identifyBySession } from './desk/sign-in/identify.js'
import { identifyByKey } from './desk/sign-in/identify-key.js'
import { addOidc } from './desk/sign-in/oidc-routes.js'
import { addSignIn } from './desk/sign-in/routes.js'
import { requireAccess } from './http/access.js'
import { type Credentials, identifyByAny, identifyBySettings } from './http/auth.js'
import { addHealth, addMetrics, type Check, type Checks } from './http/health.js'
import { addPage } from './http/page.js'
import { Problem } from './http/problems.js'
import { createServer, type Server } from './http/server.js'
import { addBatch } from './producer/batch.js'
import type { IntakeParts } from './producer/intake.js'
import { addCommentRoutes } from './producer/routes.js'
import { databaseAnswers } from './store/database.js'
import { pendingMigrations } from './store/migrate.js'
import type { DecisionListener } from './store/notify.js'
import { livingModels, livingRules } from './store/workers.js'

async function databaseCheck({ db }: Context): Promise<Check> {
  if (!(await databaseAnswers(db))) return { ok: false, detail: 'PostgreSQL does not answer.' }
  const pending = await pendingMigrations(db)
  return pending.length === 0 ? { ok: true } : { ok: false, detail: 'Run stet migrate: the schema is old.' }
}

async function modelCheck({ db }: Context): Promise<Check> {
  const models = await livingModels(db).catch(() => undefined)
  if (!models) return { ok: false, detail: 'Not known: PostgreSQL does not answer.' }
  if (models.length === 0) return { ok: false, detail: 'No worker is running.' }
  const ready = models.find((model) => model.ready)
  return ready ? { ok: true, detail: ready.version ?? '' } : { ok: false, detail: models[0]?.detail ?? '' }
}

/** A worker that keeps its former set works on, so that is said and is no failure; one without any judges nothing. */
async function rulesCheck({ db }: Context): Promise<Check> {
  const workers = await livingRules(db).catch(() => undefined)
  if (!workers) return { ok: false, detail: 'Not known: PostgreSQL does not answer.' }
  if (workers.length === 0) return { ok: false, detail: 'No worker is running.' }
  const idle = workers.find(({ hash }) => hash === null)
  if (idle) return { ok: false, detail: idle.fault ?? 'A worker does not know yet which rules are in force.' }
  const behind = workers.find(({ fault }) => fault !== null)
  if (behind) return { ok: true, detail: `${behind.fault} ${behind.hash} stays in force.` }
  return { ok: true, detail: [...new Set(workers.map(({ hash }) => hash))].join(', ') }
}

/** What `/readyz` asks of a process. */
export function checksOf(context: Context): Checks {
  return {
    database: () => databaseCheck(context),
    queue: async () =>
      (await context.queues.answers()) ? { ok: true } : { ok: false, detail: 'No answer.' },
    model: () => modelCheck(context),
    rules: () => rulesCheck(context),
  }
}

async function addSite(app: Server, parts: IntakeParts, perMinute: number) {
  await app.register(rateLimit, {
    max: perMinute,
    timeWindow: 60_000,
    // There is one site key, so the limit is one bucket; an id or address would be kept for nothing.
    keyGenerator: () => parts.site,
    errorResponseBuilder: (_request, { ttl }) =>
      new Problem(429, 'Too many requests', {
        detail: 'This key has used up its requests for this minute.',
        retryAfterSeconds: Math.ceil(ttl / 1_000),
      }),
  })
  addCommentRoutes(app, parts)
  // NDJSON is taken by the batch alone, so its parser stays in a scope of its own.
  await app.register(async (scope) => addBatch(scope as Server, parts))
}

/** The provider of the settings, which hold all of it or nothing. */
function oidcOf(config: Config) {
  const { STET_OIDC_ISSUER: issuer, STET_OIDC_CLIENT_ID: clientId } = config
  const { STET_OIDC_CLIENT_SECRET: clientSecret, STET_OIDC_NAME: name } = config
  return issuer && clientId && clientSecret ? { issuer, clientId, clientSecret, name } : undefined
}

const authOf = ({ config, db, logger }: Context) =>
  openAuth({
    db,
    logger,
    site,
    publicUrl: config.STET_URL,
    secret: config.STET_AUTH_SECRET,
    sessionHours: config.STET_SESSION_HOURS,
    provider: oidcOf(config),
  })

/** The whole API: the site's calls, the desk's, health and metrics. It is built here and listens elsewhere. */
export async function createApi(
  context: Context,
  credentials: Credentials,
  decisions: DecisionListener,
  undoMs = silentUndoMs,
) {
  const { config, db, queues, logger, metrics } = context
  const endpoint = config.STET_REPORT_URL
  const app = await createServer(logger, config.STET_TRUSTED_PROXIES)
  const auth = authOf(context)
  const bySession = identifyBySession(auth, config.STET_URL)
  requireAccess(app, identifyByAny(identifyBySettings(credentials, site), identifyByKey(db, site), bySession))
  app.addHook('onError', async (_request, _reply, error) => {
    if (!(error instanceof Problem) && (error.statusCode ?? 500) >= 500)
      metrics.failures.inc({ kind: 'request' })
  })
  const parts: IntakeParts = {
    db,
    queues,
    decisions,
    logger,
    site,
    endpoint,
    editWindowMs: config.STET_EDIT_WINDOW_MS,
    queueMax: config.STET_QUEUE_MAX,
  }
  await app.register((scope) => addSite(scope as Server, parts, config.STET_INTAKE_PER_MINUTE))
  const checks = checksOf(context)
  const publicUrl = config.STET_URL
  addDeskRoutes(app, { db, queues, decisions, logger, site, endpoint, publicUrl, undoMs, checks })
  addSignIn(app, { db, site, auth }, publicUrl)
  addOidc(app, auth, publicUrl, config.STET_OIDC_ISSUER && config.STET_OIDC_NAME)
  addHealth(app, checks)
  if (config.STET_METRICS_PORT === undefined) addMetrics(app, metrics.registry)
  await addPage(app)
  return app
}

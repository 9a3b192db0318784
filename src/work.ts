import type { Context } from './context.js'
import { openModel } from './model/model.js'
import { startReporting } from './reports/run.js'
import { checkRuleSet } from './rules/check-rule-set.js'
import { readRuleSource } from './rules/load-rule-set.js'
import { versionOf } from './rules/version.js'
import { declarations } from './signals/all.js'
import { startJudging } from './worker/run.js'

/** `settled` resolves once `/readyz` can tell of this worker. */
type Work = { settled: Promise<void>; stop: () => Promise<void> }

/** Starts the model, the judging and the reporting. @throws {UserError} when the rule file does not check. */
export async function startWork(context: Context): Promise<Work> {
  const { config, db, queues, logger, backend, metrics } = context
  const source = await readRuleSource(config.STET_RULES)
  const file = versionOf(source, checkRuleSet(source, declarations))
  const { STET_INFERENCE_PROCESSES: processes, STET_NATURAL_SHARE: naturalShare } = config
  const model = await openModel({ folder: config.STET_MODEL, processes, naturalShare, logger })
  const judging = startJudging({
    db,
    queues,
    logger,
    backend,
    model,
    processes,
    endpoint: config.STET_REPORT_URL,
    siteLanguage: config.STET_LANGUAGE,
    file,
    onReport: (report) =>
      queues
        .addReports([{ report, attempt: 0 }])
        .catch((err: unknown) => logger.warn({ err }, 'report not enqueued: the sweep will')),
    onDecision: ({ verdict, waitedMs, modelMs }) => {
      metrics.decisions.inc({ verdict })
      metrics.waitedSeconds.observe(waitedMs / 1_000)
      if (modelMs !== undefined) metrics.modelSeconds.observe(modelMs / 1_000)
    },
    onFailure: (kind) => metrics.failures.inc({ kind }),
  })
  const reporting = startReporting({
    db,
    logger,
    backend,
    secret: config.STET_REPORT_SECRET,
    onDelivery: (outcome) => metrics.deliveries.inc({ outcome }),
  })
  return {
    settled: judging.settled,
    stop: async () => {
      // Both wait for what they have in hand, a slow receiver's answer for one: together, or the wait would double.
      const stopped = await Promise.allSettled([judging.stop(), reporting.stop()])
      await model.close()
      for (const one of stopped) if (one.status === 'rejected') throw one.reason
    },
  }
}

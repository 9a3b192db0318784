import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Queues } from './queue/queues.js'
import type { Database } from './store/database.js'
import { readWatch } from './store/rule-watch.js'
import { oldestPendingSeconds } from './store/stats.js'

// The guards look twice a minute: after this long, nobody looks.
const unwatchedMs = 300_000

/** As the guards wrote it down, so that every process says the same. */
function addRuleAlerts(db: Database, registers: Registry[]): void {
  new Gauge({
    name: 'stet_rule_alerts',
    help: 'Rules that alert: limit (used up for today), band (matches more or less than usual); absent when not looked at',
    labelNames: ['rule', 'kind'],
    registers,
    async collect() {
      const watch = await readWatch(db).catch(() => undefined)
      this.reset()
      if (!watch || watch.ageMs > unwatchedMs) return
      for (const { rule, alerts } of watch.rules) for (const { kind } of alerts) this.set({ rule, kind }, 1)
    },
  })
}

/** All that is measured, in one place; counts of comments by status are read from the rows, never kept. */
export function createMetrics(db: Database, queues: Queues) {
  const registry = new Registry()
  const registers = [registry]
  const decisions = new Counter({
    name: 'stet_decisions_total',
    help: 'Decisions by the machine in this process',
    labelNames: ['verdict'],
    registers,
  })
  const waitedSeconds = new Histogram({
    name: 'stet_verdict_seconds',
    help: 'From the acceptance of a comment to its verdict',
    buckets: [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 60, 600],
    registers,
  })
  const modelSeconds = new Histogram({
    name: 'stet_model_seconds',
    help: 'Time a comment spent with the model, waiting included',
    buckets: [0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
    registers,
  })
  const failures = new Counter({
    name: 'stet_failures_total',
    help: 'What failed: signal, rule, job (tried again, held at the last), request (answered with 503)',
    labelNames: ['kind'],
    registers,
  })
  const deliveries = new Counter({
    name: 'stet_report_attempts_total',
    help: 'Attempts to deliver a report',
    labelNames: ['outcome'],
    registers,
  })
  new Gauge({
    name: 'stet_queue_depth',
    help: 'Jobs that wait or run',
    labelNames: ['queue'],
    registers,
    async collect() {
      // A depth that cannot be had is absent, not 0.
      for (const queue of ['comments', 'reports'] as const)
        await queues.depth(queue).then(
          (depth) => this.set({ queue }, depth),
          () => this.remove({ queue }),
        )
    },
  })
  new Gauge({
    name: 'stet_oldest_pending_seconds',
    help: 'How long the oldest undecided comment has waited; 0 when none waits',
    registers,
    async collect() {
      await oldestPendingSeconds(db).then(
        (seconds) => this.set(seconds ?? 0),
        () => this.remove(),
      )
    },
  })
  addRuleAlerts(db, registers)
  return { registry, decisions, waitedSeconds, modelSeconds, failures, deliveries }
}

export type Metrics = ReturnType<typeof createMetrics>

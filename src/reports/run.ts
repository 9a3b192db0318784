import { type Backend, openWorker } from '../queue/backend.js'
import { reportJobSchema, reportQueueName } from '../queue/queues.js'
import { type DeliverParts, deliver } from './deliver.js'

// Receivers answer slowly and cost us nothing while we wait.
const concurrency = 16

/** Delivers reports from the queue until stopped; what is on its way is waited for. */
export function startReporting(parts: DeliverParts & { backend: Backend }): { stop: () => Promise<void> } {
  const worker = openWorker<unknown>(
    reportQueueName,
    parts.backend,
    concurrency,
    (job) => deliver(parts, reportJobSchema.parse(job.data)),
    (err) => parts.logger.error({ err }, 'the report worker is in trouble'),
  )
  worker.run()
  return { stop: () => worker.close() }
}

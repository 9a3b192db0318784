import { messageOf } from '../domain/errors.js'
import type { Scores } from '../domain/labels.js'
import type { Normalised } from '../domain/normalise.js'
import { type CompleteFiles, lookAt, type ModelFiles } from './files.js'
import { type LoadedModel, loadModel } from './load.js'
import { ModelUnavailable } from './model-unavailable.js'
import type { LabelSpans } from './spans.js'

/** Whether texts can be scored now, since when, and if not, why not: one sentence that may be shown to an operator. */
export type ModelState =
  | { ready: true; version: string; since: Date }
  | { ready: false; detail: string; since: Date }

export type Model = {
  /**
   * The calibrated scores of a text that is already normalised, all of it read. Rejects with ModelUnavailable, at once
   * while the model is not ready, else when two processes have failed on the text.
   */
  score: (text: string) => Promise<Scores>
  /** The words that each score rests on. Takes nine passes of the network for a short text and 30 at most, and rejects like the scores. */
  spans: (text: Normalised) => Promise<LabelSpans>
  state: () => ModelState
  /** Ends the processes; what is being scored rejects. */
  close: () => Promise<void>
}

/** What the model tells of itself; never a word of a comment. */
export type ModelLogger = {
  info: (fields: object, message: string) => void
  warn: (fields: object, message: string) => void
}

export type ModelOptions = {
  folder: string
  /** How many texts are read at the same time, each in a process of one thread: the machine's cores. */
  processes: number
  /** The share of comments that are toxic, on which scores are probabilities; the calibration's own without it. */
  naturalShare?: number | undefined
  logger?: ModelLogger
}

type Failure = { print: string; pauseMs: number; retryAt: number }

type Keeper = ModelOptions & {
  state: ModelState
  loaded: LoadedModel | undefined
  /** The last load that failed: the same files are tried again only after a pause. */
  failure: Failure | undefined
  closed: boolean
  /** When a score last asked whether the files are still there. */
  lookedAt: number
}

// Looking at five files costs 0.7 ms, as much as a short comment: one look serves the comments of a moment.
const lookAgeMs = 50
const readyCheckMs = 1_000
const absentCheckMs = 500
const firstPauseMs = 1_000
const longestPauseMs = 10_000

/**
 * Starts the model and settles once a first load was tried, ready or not: a missing model stops nobody. From then on
 * the folder is watched; when its files go or change, nothing is scored until complete files have been loaded anew.
 */
export async function openModel(options: ModelOptions): Promise<Model> {
  const state: ModelState = { ready: false, detail: 'The model is loading.', since: new Date() }
  const keeper: Keeper = {
    ...options,
    state,
    loaded: undefined,
    failure: undefined,
    closed: false,
    lookedAt: 0,
  }
  let timer: NodeJS.Timeout | undefined
  let checking = Promise.resolve()
  const watch = async () => {
    checking = check(keeper)
    await checking
    if (!keeper.closed) timer = setTimeout(watch, keeper.loaded ? readyCheckMs : absentCheckMs).unref()
  }
  await watch()
  return {
    score: async (text) => (await standing(keeper)).score(text),
    spans: async (text) => (await standing(keeper)).spans(text),
    state: () => keeper.state,
    close: async () => {
      keeper.closed = true
      clearTimeout(timer)
      await checking
      await retire(keeper, 'The model is closed.')
    },
  }
}

/** The model, if its files are still those that it was read from. */
async function standing(keeper: Keeper): Promise<LoadedModel> {
  const { loaded } = keeper
  if (loaded && Date.now() - keeper.lookedAt > lookAgeMs) {
    keeper.lookedAt = Date.now()
    const files = await lookAt(keeper.folder)
    if (!loaded.isFrom(files) && keeper.loaded === loaded) await retire(keeper, fault(keeper, files))
  }
  if (!keeper.loaded)
    throw new ModelUnavailable(keeper.state.ready ? 'The model is closed.' : keeper.state.detail)
  return keeper.loaded
}

async function check(keeper: Keeper): Promise<void> {
  const files = await lookAt(keeper.folder)
  if (keeper.loaded && !keeper.loaded.isFrom(files)) await retire(keeper, fault(keeper, files))
  if (keeper.loaded || keeper.closed) return
  if (!files.complete) return notReady(keeper, files.detail)
  const { failure } = keeper
  if (failure?.print === files.print && Date.now() < failure.retryAt) return
  await load(keeper, files)
}

async function load(keeper: Keeper, files: CompleteFiles): Promise<void> {
  const { processes, naturalShare } = keeper
  const onLoss = () => keeper.logger?.warn({}, 'a model process ended and is being replaced')
  try {
    const loaded = await loadModel(keeper.folder, files, { processes, naturalShare, onLoss })
    keeper.loaded = loaded
    keeper.state = { ready: true, version: loaded.version, since: new Date() }
    keeper.logger?.info({ version: loaded.version, processes }, 'the model is ready')
    void loaded.broken.then((cause) => breakDown(keeper, loaded, files.print, cause))
  } catch (error) {
    fail(keeper, files.print, messageOf(error))
  }
}

async function breakDown(keeper: Keeper, broken: LoadedModel, print: string, cause: string): Promise<void> {
  if (keeper.loaded !== broken) return
  await retire(keeper, `The model's processes ended and could not be started again: ${cause}`)
  fail(keeper, print, cause)
}

function fail(keeper: Keeper, print: string, cause: string): void {
  const before = keeper.failure
  const pauseMs = before?.print === print ? Math.min(before.pauseMs * 2, longestPauseMs) : firstPauseMs
  keeper.failure = { print, pauseMs, retryAt: Date.now() + pauseMs }
  notReady(keeper, `The model could not be loaded: ${cause}`)
}

async function retire(keeper: Keeper, detail: string): Promise<void> {
  const { loaded } = keeper
  keeper.loaded = undefined
  keeper.failure = undefined
  notReady(keeper, detail)
  await loaded?.close(detail)
}

function notReady(keeper: Keeper, detail: string): void {
  if (!keeper.state.ready && keeper.state.detail === detail) return
  keeper.state = { ready: false, detail, since: new Date() }
  if (!keeper.closed) keeper.logger?.warn({ detail }, 'the model is not ready')
}

function fault({ folder }: Keeper, files: ModelFiles): string {
  return files.complete ? `The model's files in ${folder} have been changed and are read anew.` : files.detail
}

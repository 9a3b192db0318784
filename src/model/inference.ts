import {
  AutoModelForSequenceClassification,
  AutoTokenizer,
  env,
  LogLevel,
  type PreTrainedTokenizer,
  Tensor,
} from '@huggingface/transformers'
import { z } from 'zod'
import type { ChildTask } from './protocol.js'
import { breakGluedWords, highest, overlapOf, windowsOf } from './windows.js'

/** Reads one text; gives the network's six values in the order of our labels, each between 0 and 1. */
export type Reader = (text: string, onWindow: () => void) => Promise<number[]>

const outputSchema = z.object({ logits: z.object({ data: z.instanceof(Float32Array) }) })

// One thread a process: two processes of one thread do 293 texts/s where one process of two threads does 240.
const sessionOptions = { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential' } as const

/** Loads the model from its folder, with no network. For a child process: a run blocks the event loop. */
export async function loadReader({ folder, dtype, window, labelPlaces }: ChildTask): Promise<Reader> {
  env.allowRemoteModels = false
  env.useFSCache = false
  env.logLevel = LogLevel.NONE
  const tokenizer = await AutoTokenizer.from_pretrained(folder, { local_files_only: true })
  const model = await AutoModelForSequenceClassification.from_pretrained(folder, {
    local_files_only: true,
    device: 'cpu',
    dtype,
    session_options: sessionOptions,
  })
  const frame = frameOf(tokenizer)
  const room = window - frame.before.length - frame.after.length

  return async (text, onWindow) => {
    const ids = idsOf(tokenizer, breakGluedWords(text), false)
    const rows: number[][] = []
    for (const { start, end } of windowsOf(ids.length, room, overlapOf(room))) {
      const output: unknown = await model(
        inputsOf([...frame.before, ...ids.slice(start, end), ...frame.after]),
      )
      const { logits } = outputSchema.parse(output)
      rows.push(labelPlaces.map((place) => sigmoid(logits.data[place] ?? Number.NaN)))
      onWindow()
    }
    return highest(rows)
  }
}

const sigmoid = (logit: number) => 1 / (1 + Math.exp(-logit))

function idsOf(tokenizer: PreTrainedTokenizer, text: string, special: boolean): number[] {
  return tokenizer(text, { add_special_tokens: special, return_tensor: false }).input_ids
}

// Windows are cut from bare tokens, and each needs the special tokens of a whole text around it ([CLS] … [SEP]).
function frameOf(tokenizer: PreTrainedTokenizer) {
  const bare = idsOf(tokenizer, 'word', false)
  const whole = idsOf(tokenizer, 'word', true)
  const at = whole.findIndex((_, i) => bare.every((id, k) => whole[i + k] === id))
  return { before: whole.slice(0, at), after: whole.slice(at + bare.length) }
}

function inputsOf(ids: readonly number[]) {
  const row = (values: readonly number[]) =>
    new Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length])
  return { input_ids: row(ids), attention_mask: row(ids.map(() => 1)) }
}

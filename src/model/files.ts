import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'

const needed = ['config.json', 'tokenizer.json', 'tokenizer_config.json'] as const

// What a folder may have beside the network, and what its decisions then rest on too.
const beside = ['calibration.json', 'lexicon.json', 'harsh-words.json'] as const

// Preferred first: the quantised network is four times as fast for a thousandth of AUC.
const networks = [
  { dtype: 'q8', file: 'onnx/model_quantized.onnx' },
  { dtype: 'fp32', file: 'onnx/model.onnx' },
] as const

export type Dtype = (typeof networks)[number]['dtype']

/** `print` changes whenever one of the files is replaced, moved or written. */
export type CompleteFiles = { complete: true; print: string; dtype: Dtype; paths: readonly string[] }

/** The files of a model as they lie there now. */
export type ModelFiles = CompleteFiles | { complete: false; detail: string }

/** Looks at the model's files without reading them: cheap enough to do before every score. */
export async function lookAt(folder: string): Promise<ModelFiles> {
  const root = resolve(folder)
  const optional = [...beside, ...networks.flatMap(({ file }) => [file, `${file}_data`])]
  const seen = new Map(
    await Promise.all(
      [...needed, ...optional].map(async (file) => [file, await printOf(join(root, file))] as const),
    ),
  )
  const network = networks.find(({ file }) => seen.get(file))
  const missing: string[] = needed.filter((file) => !seen.get(file))
  if (!network) missing.push(networks.map(({ file }) => file).join(' or '))
  if (!network || missing.length > 0) {
    return { complete: false, detail: `The model's folder ${root} lacks ${missing.join(', ')}.` }
  }
  const used = [...needed, ...beside, network.file, `${network.file}_data`].filter((file) => seen.get(file))
  return {
    complete: true,
    dtype: network.dtype,
    print: used.map((file) => `${file} ${seen.get(file)}`).join('\n'),
    paths: used.map((file) => join(root, file)),
  }
}

async function printOf(path: string): Promise<string | undefined> {
  try {
    const { dev, ino, size, mtimeMs } = await stat(path)
    return [dev, ino, size, mtimeMs].join(':')
  } catch {
    // Whatever keeps us from seeing the file would keep us from reading it.
    return undefined
  }
}

/**
 * The name that decisions carry: the folder's, and twelve digits of what its files hold and of the natural share, where one
 * is set, because the same text scores otherwise on another.
 */
export async function versionOf(
  folder: string,
  paths: readonly string[],
  naturalShare?: number,
): Promise<string> {
  const hash = createHash('sha256')
  if (naturalShare !== undefined) hash.update(`natural share ${naturalShare}\0`)
  for (const path of paths) {
    hash.update(`${basename(path)}\0`)
    for await (const chunk of createReadStream(path)) hash.update(chunk)
  }
  return `stet-${basename(resolve(folder))}@${hash.digest('hex').slice(0, 12)}`
}

import { expect, test, vi } from 'vitest'
import type { Child } from '../../src/model/child-process.js'
import { ModelUnavailable } from '../../src/model/model-unavailable.js'
import { openPool } from '../../src/model/pool.js'

type Behaviour = (text: string) => Promise<number[]>

/** A child without a process; a text on which it fails ends it, as it does the real one. */
function fakeChild(behave: Behaviour): Child {
  let kill: () => void = () => {}
  const ended = new Promise<void>((resolve) => {
    kill = resolve
  })
  const score = async (text: string) => {
    try {
      return await Promise.race([behave(text), ended.then(() => Promise.reject(new Error('killed')))])
    } catch (error) {
      kill()
      throw error
    }
  }
  return { score, kill, ended, pid: undefined }
}

const never = new Promise<number[]>(() => {})

async function poolOf(size: number, behave: Behaviour, start = async () => fakeChild(behave)) {
  const onLoss = vi.fn()
  const starting = vi.fn(start)
  return { pool: await openPool({ start: starting, size, onLoss }), starting, onLoss }
}

test('as many texts are read at once as there are processes, first come, first served', async () => {
  const seen: string[] = []
  const open: ((raw: number[]) => void)[] = []
  const { pool } = await poolOf(2, (text) => {
    seen.push(text)
    return new Promise((resolve) => open.push(resolve))
  })
  const results = ['a', 'b', 'c'].map((text) => pool.read(text))
  expect(seen).toEqual(['a', 'b'])
  open[1]?.([2])
  expect(await results[1]).toEqual([2])
  await vi.waitFor(() => expect(seen).toEqual(['a', 'b', 'c']))
  open[0]?.([1])
  open[2]?.([3])
  expect(await Promise.all(results)).toEqual([[1], [2], [3]])
  await pool.close('over')
})

test('a text that ended its process is read once more by a fresh one', async () => {
  let failures = 1
  const { pool, starting, onLoss } = await poolOf(1, async () => {
    failures -= 1
    if (failures >= 0) throw new Error('crashed')
    return [0.5]
  })
  expect(await pool.read('a')).toEqual([0.5])
  expect(starting).toHaveBeenCalledTimes(2)
  expect(onLoss).toHaveBeenCalledTimes(1)
  await pool.close('over')
})

test('a text that ends two processes is given up, and the next one is read', async () => {
  const { pool } = await poolOf(1, async (text) => {
    if (text === 'poison') throw new Error('crashed')
    return [0.5]
  })
  const poison = pool.read('poison')
  const after = pool.read('after')
  await expect(poison).rejects.toBeInstanceOf(ModelUnavailable)
  await expect(poison).rejects.not.toThrow('poison')
  expect(await after).toEqual([0.5])
  await pool.close('over')
})

test('an idle process that ends is replaced', async () => {
  const children: Child[] = []
  const { pool } = await poolOf(
    1,
    async () => [0.5],
    async () => {
      const child = fakeChild(async () => [0.5])
      children.push(child)
      return child
    },
  )
  children[0]?.kill()
  await vi.waitFor(() => expect(children).toHaveLength(2))
  expect(await pool.read('a')).toEqual([0.5])
  await pool.close('over')
})

test('a pool whose processes cannot be replaced says that it is broken', async () => {
  let starts = 0
  const { pool } = await poolOf(
    1,
    () => never,
    async () => {
      starts += 1
      if (starts > 1) throw new Error('no memory')
      return fakeChild(async () => {
        throw new Error('crashed')
      })
    },
  )
  const read = pool.read('a')
  expect(await pool.broken).toBe('no memory')
  await Promise.all([
    expect(read).rejects.toThrow(new ModelUnavailable('The model is gone.')),
    pool.close('The model is gone.'),
  ])
})

test('closing rejects what is queued, what is being read, and what comes after', async () => {
  const { pool, starting } = await poolOf(1, () => never)
  const results = Promise.allSettled([pool.read('a'), pool.read('b')])
  await pool.close('The model is gone.')
  const reason = new ModelUnavailable('The model is gone.')
  expect(await results).toEqual([
    { status: 'rejected', reason },
    { status: 'rejected', reason },
  ])
  await expect(pool.read('c')).rejects.toEqual(reason)
  expect(starting).toHaveBeenCalledTimes(1)
})

test('a pool that cannot start all of its processes leaves none running', async () => {
  const first = fakeChild(() => never)
  const kill = vi.spyOn(first, 'kill')
  const starts = [async () => first, async () => Promise.reject(new Error('no memory'))]
  const start = async () => (await starts.shift()?.()) ?? first
  await expect(openPool({ start, size: 2, onLoss: () => {} })).rejects.toThrow('no memory')
  expect(kill).toHaveBeenCalled()
})

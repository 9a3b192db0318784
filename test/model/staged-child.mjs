// Stands in for the model's process: does what the text says, and never loads anything.
process.on('message', ({ kind, task, text }) => {
  if (kind === 'load') return process.send(loadAnswers[task.folder] ?? { kind: 'ready' })
  actions[text]?.()
})
process.on('disconnect', () => process.exit(0))

const loadAnswers = { 'a broken one': { kind: 'unloadable', detail: 'the network is cut short' } }

const actions = {
  score: () => process.send({ kind: 'scored', raw: [1, 2, 3, 4, 5, 6] }),
  crash: () => process.exit(3),
  fail: () => process.send({ kind: 'failed' }),
  hang: () => {
    for (;;);
  },
  plod: () => {
    let left = 6
    const timer = setInterval(() => {
      process.send({ kind: 'progress' })
      left -= 1
      if (left > 0) return
      clearInterval(timer)
      process.send({ kind: 'scored', raw: [0, 0, 0, 0, 0, 0] })
    }, 200)
  },
}

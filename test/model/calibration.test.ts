import fc from 'fast-check'
import { expect, test } from 'vitest'
import { calibrate, calibrationSchema, valueAt } from '../../src/model/calibration.js'

const curve = { x: [0.1, 0.5, 0.5, 0.9], y: [0.0, 0.2, 0.4, 1.0] }

test.each([
  [0, 0],
  [0.1, 0],
  [0.3, 0.1],
  [0.5, 0.4],
  [0.7, 0.7],
  [0.9, 1],
  [1, 1],
])('a raw %f becomes %f', (raw, expected) => {
  expect(valueAt(curve, raw)).toBeCloseTo(expected, 10)
})

const rising = (length: number) =>
  fc
    .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: length, maxLength: length })
    .map((values) => values.sort((a, b) => a - b))

test('a higher raw score never gets a lower probability', () => {
  const curves = fc.integer({ min: 2, max: 30 }).chain((n) => fc.record({ x: rising(n), y: rising(n) }))
  fc.assert(
    fc.property(curves, rising(2), (any, [low = 0, high = 0]) => {
      // Interpolating in floating point may be off by the last bit.
      expect(valueAt(any, high)).toBeGreaterThanOrEqual(valueAt(any, low) - 1e-12)
    }),
  )
})

test('a label without a curve keeps the value of the network', () => {
  const calibration = calibrationSchema.parse({ version: 1, prevalence: 0.08, labels: { toxic: curve } })
  const raw = [0.3, 0.2, 0.3, 0.4, 0.5, 0.6]
  expect(calibrate(calibration, raw)).toEqual({
    toxic: 0.1,
    severe_toxic: 0.2,
    obscene: 0.3,
    threat: 0.4,
    insult: 0.5,
    identity_hate: 0.6,
  })
  expect(calibrate(undefined, raw).toxic).toBe(0.3)
})

const calibration = calibrationSchema.parse({ version: 1, prevalence: 0.08, labels: { toxic: curve } })
const raw = [0.6, 0.3, 0, 0, 0, 0]

test('scores stand on the share of toxic comments that is asked for', () => {
  // 0.55 on 8 %: odds 11/9, times the odds of the new share over those of the old, (1/3) / (8/92).
  const odds = (11 / 9) * (1 / 3 / (8 / 92))
  expect(calibrate(calibration, raw).toxic).toBe(0.55)
  expect(calibrate(calibration, raw, 0.08).toxic).toBe(0.55)
  expect(calibrate(calibration, raw, 0.25).toxic).toBeCloseTo(odds / (1 + odds), 4)
})

test('what has no curve keeps its value on any share', () => {
  expect(calibrate(calibration, raw, 0.25).severe_toxic).toBe(0.3)
  expect(calibrate(undefined, raw, 0.25).toxic).toBe(0.6)
})

test.each([
  ['another version', { version: 2, prevalence: 0.08, labels: {} }],
  ['a share of nothing', { version: 1, prevalence: 0, labels: {} }],
  ['a label of its own', { version: 1, prevalence: 0.08, labels: { rude: curve } }],
  ['a curve that falls', { version: 1, prevalence: 0.08, labels: { toxic: { x: [0, 1], y: [1, 0] } } }],
  ['x that falls', { version: 1, prevalence: 0.08, labels: { toxic: { x: [1, 0], y: [0, 1] } } }],
  ['unequal lengths', { version: 1, prevalence: 0.08, labels: { toxic: { x: [0, 1], y: [0, 0.5, 1] } } }],
  ['one point', { version: 1, prevalence: 0.08, labels: { toxic: { x: [0], y: [0] } } }],
  ['values beyond 1', { version: 1, prevalence: 0.08, labels: { toxic: { x: [0, 1], y: [0, 2] } } }],
])('a calibration with %s is refused', (_, calibration) => {
  expect(calibrationSchema.safeParse(calibration).success).toBe(false)
})

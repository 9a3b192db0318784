import { describe, expect, it } from 'vitest'
import type { Signal } from '../../src/domain/signal.js'
import { capitalSignals } from '../../src/signals/capitals.js'
import { languageSignals } from '../../src/signals/language.js'
import { lengthSignals } from '../../src/signals/length.js'
import { circumstancesWith } from './circumstances.js'

const readIn = (signals: readonly Signal[], name: string, body: string) =>
  signals.find((signal) => signal.name === name)!.read(circumstancesWith({ body }))?.value

describe('length', () => {
  it.each([
    ['Hello', 5, 1],
    ['  Hello \n\n\n  there ', 11, 2],
    ['<p>Hello <b>there</b></p>', 11, 2],
    ['Tom &amp; Ann', 7, 2],
    ['👍🏽', 2, 0],
    ["don't well-known", 16, 2],
    ['a < b', 5, 2],
    ['…', 1, 0],
  ])('of %j is %i characters and %i words', (body, characters, words) => {
    expect(readIn(lengthSignals, 'length.characters', body)).toBe(characters)
    expect(readIn(lengthSignals, 'length.words', body)).toBe(words)
  })
})

describe('capitals', () => {
  it.each([
    ['STOP IT NOW', 1, 9],
    ['Stop it now', 1 / 9, 9],
    ['', 0, 0],
    ['123 !!!', 0, 0],
    ['你好世界', 0, 0],
    ['ПОЗОР', 1, 5],
    ['<STRONG>quiet</STRONG>', 0, 5],
  ])('of %j are %f of %i letters', (body, share, letters) => {
    expect(readIn(capitalSignals, 'capitals.share', body)).toBeCloseTo(share)
    expect(readIn(capitalSignals, 'capitals.letters', body)).toBe(letters)
  })
})

describe('language', () => {
  it.each([
    ['Das ist doch wirklich eine gute Frage an die Regierung', 'de'],
    ['The government has no answer to this question', 'en'],
    ['Es una vergüenza lo que está pasando en este país', 'es'],
    ['lol', 'und'],
    ['', 'und'],
    ['https://www.zeitung.example/das-ist-eine-lange-adresse-mit-vielen-worten', 'und'],
  ])('of %j is %s', (body, code) => {
    expect(readIn(languageSignals, 'language.code', body)).toBe(code)
    expect(readIn(languageSignals, 'language.reliable', body)).toBe(code !== 'und')
  })

  it.each([
    ['en-GB', 'en'],
    ['DE', 'de'],
    ['zh_Hans', 'zh'],
    [null, ''],
  ])('declared as %j is %j', (declaredLanguage, value) => {
    const declared = languageSignals.find((signal) => signal.name === 'language.declared')
    expect(declared?.read(circumstancesWith({ declaredLanguage }))?.value).toBe(value)
  })

  it.each([
    ['Das ist doch wirklich eine gute Frage an die Regierung', 'en-GB', true],
    ['Das ist doch wirklich eine gute Frage an die Regierung', 'de', false],
    ['lol', 'de', false],
    ['Dette er en veldig god artikkel om hva regjeringen egentlig mener', 'nb', false],
    ['Das ist doch wirklich eine gute Frage an die Regierung', null, undefined],
  ])('of %j differs from %j: %s', (body, declaredLanguage, value) => {
    const differs = languageSignals.find((signal) => signal.name === 'language.differs')
    expect(differs?.read(circumstancesWith({ body, declaredLanguage }))?.value).toBe(value)
  })
})

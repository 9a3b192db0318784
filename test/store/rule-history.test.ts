import { expect, it } from 'vitest'
import { versionBefore } from '../../src/store/rule-history.js'

type How = 'file' | 'apply' | 'rollback'

const cases: { record: [string, How][]; before: string | undefined }[] = [
  { record: [], before: undefined },
  { record: [['1', 'file']], before: undefined },
  {
    record: [
      ['1', 'file'],
      ['2', 'apply'],
    ],
    before: '1',
  },
  {
    record: [
      ['1', 'file'],
      ['1', 'apply'],
    ],
    before: undefined,
  },
  {
    record: [
      ['1', 'file'],
      ['2', 'apply'],
      ['3', 'apply'],
      ['2', 'rollback'],
    ],
    before: '1',
  },
  {
    record: [
      ['1', 'file'],
      ['2', 'apply'],
      ['3', 'apply'],
      ['1', 'rollback'],
    ],
    before: undefined,
  },
  {
    record: [
      ['1', 'file'],
      ['2', 'apply'],
      ['1', 'rollback'],
      ['3', 'apply'],
    ],
    before: '1',
  },
  {
    record: [
      ['1', 'file'],
      ['2', 'apply'],
      ['1', 'apply'],
      ['2', 'apply'],
    ],
    before: '1',
  },
  {
    record: [
      ['2', 'apply'],
      ['9', 'rollback'],
    ],
    before: '2',
  },
]

it.each(cases)('a rollback goes back from $record to $before', ({ record, before }) => {
  expect(versionBefore(record.map(([version_id, how]) => ({ version_id, how })))).toBe(before)
})

import type { AuthorRecordAnswer } from '../../src/desk/schemas/author.js'
import { useLoad } from '../lib/load.js'
import { count } from '../lib/words.js'
import { Loading } from '../parts/loading.js'
import { View } from '../parts/view.js'

export function Author({ params }: { params: { id?: string } }) {
  const id = params.id ?? ''
  const record = useLoad<AuthorRecordAnswer>(`/v1/authors/${encodeURIComponent(id)}/record`)
  return (
    <View title={record.data?.author.name ?? id}>
      <Loading of={record}>
        {({ counts }) => (
          <p>
            {count(counts.published)} published · {count(counts.held)} held · {count(counts.rejected)}{' '}
            rejected
          </p>
        )}
      </Loading>
    </View>
  )
}

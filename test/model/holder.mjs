// A process that opens the built model, says so, and waits to be killed.
import { openModel } from '../../dist/model/model.js'

const model = await openModel({ folder: process.argv[2], processes: 2 })
process.send(model.state().ready ? 'ready' : model.state().detail)

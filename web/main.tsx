import { render } from 'preact'
import { App } from './app.js'
import './style/tokens.css'
import './style/base.css'
import './style/parts.css'
import './style/shell.css'
import './style/queue.css'
import './style/toolbar.css'
import './style/list.css'
import './style/card.css'
import './style/views.css'
import { startSession } from './lib/session.js'
import { followTheme } from './lib/theme.js'

followTheme()
startSession()
const root = document.getElementById('app')
if (root) render(<App />, root)

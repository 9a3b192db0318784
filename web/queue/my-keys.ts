import { computed } from '@preact/signals'
import { keyMapOf } from '../keys.js'
import { settings } from '../lib/settings.js'

/** The keys as this moderator has them. */
export const keyMap = computed(() => keyMapOf(settings.value.keys))

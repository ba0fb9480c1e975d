// SPDX-License-Identifier: Apache-2.0
// All of them in one process: they share the browser.
import { after } from 'node:test'
import { quit } from './lib/visitor.mjs'

after(quit)
await import('./axe.mjs')

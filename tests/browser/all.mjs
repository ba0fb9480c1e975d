// SPDX-License-Identifier: Apache-2.0
// All of them in one process: they share the browser.
await import('./life.mjs')
await import('./refusals.mjs')
await import('./together.mjs')
await import('./axe.mjs')

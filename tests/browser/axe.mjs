// SPDX-License-Identifier: Apache-2.0
// axe-core finds no serious or critical violation on any page: in both languages, light and dark, at 1440 and 360 px.
// Besides: nothing is wider than the screen at 360 px, and no page has two elements of one id.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { sample } from './lib/office.mjs'
import { pages } from './lib/pages.mjs'
import { visitor } from './lib/visitor.mjs'

const axe = createRequire(import.meta.url)('axe-core').source
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

async function violations(page, options) {
    const found = await page.evaluate((o) => axe.run(document, { resultTypes: ['violations'], ...o }), options)
    return found.violations
        .filter((v) => ['serious', 'critical'].includes(v.impact))
        .map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(', ')}`)
}

// All of what axe knows once; of the other looks what may differ: colours, sizes, what is hidden or shown.
async function look(person, address) {
    const wrong = []
    const { page } = person
    const say = (how, list) => wrong.push(...list.map((v) => `${address} (${person.lang}, ${how}): ${v}`))
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.emulateMedia({ colorScheme: 'light' })
    await person.go(address)
    if (person.status !== 200) return [`${address}: ${person.status}`]
    await page.evaluate(axe)
    say('light, 1440', await violations(page, { runOnly: { type: 'tag', values: tags } }))
    await page.emulateMedia({ colorScheme: 'dark' })
    say('dark, 1440', await violations(page, { runOnly: ['color-contrast'] }))
    await page.setViewportSize({ width: 360, height: 740 })
    say('dark, 360', await violations(page, { runOnly: ['color-contrast', 'target-size', 'scrollable-region-focusable', 'aria-hidden-focus'] }))
    await page.emulateMedia({ colorScheme: 'light' })
    say('light, 360', await violations(page, { runOnly: ['color-contrast'] }))
    const wide = await page.evaluate(() => document.documentElement.scrollWidth)
    if (wide > 360) say('360', [`it is ${wide} px wide`])
    return wrong
}

async function lookAtAll(office, lang, account) {
    const person = await visitor(office, { lang, script: true, bypassCSP: true })
    if (account) await person.signIn(account)
    const wrong = []
    for (const address of await pages(person)) wrong.push(...(await look(person, address)))
    await person.end()
    return wrong
}

test('accessibility', { timeout: 300000 }, async (t) => {
    const office = await sample()
    try {
        const found = await Promise.all([
            lookAtAll(office, 'en', 'secretary'),
            lookAtAll(office, 'zh-CN', 'secretary'),
        ])
        assert.deepEqual(found.flat(), [])
    } finally {
        await office.end()
    }
})

// SPDX-License-Identifier: Apache-2.0
// axe-core finds no serious or critical violation on any page: in both languages, light and dark, at 1440 and 360 px.
// Besides: nothing is wider than the screen at 360 px, and a Chinese page is in Chinese.
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

// Texts as the portal wrote them: not what people wrote, not code and ids, not what says that it is English.
function texts() {
    const others = '[lang="en"], code, pre, .mono, .quote, blockquote, .prose.draft, textarea, select, script, style, time'
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const out = []
    while (walk.nextNode()) {
        const text = walk.currentNode.data.trim()
        if (/[A-Za-z]{3,}/.test(text) && !walk.currentNode.parentElement.closest(others)) out.push(text)
    }
    return out
}

// All of what axe knows once; of the other looks what may differ: colours, sizes, what is hidden or shown.
async function look(person, address) {
    const wrong = []
    const { page } = person
    const say = (how, list) => wrong.push(...list.map((v) => `${address} (${person.lang}, ${how}): ${v}`))
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.emulateMedia({ colorScheme: 'light' })
    await person.go(address)
    if (person.status !== 200) return { wrong: [`${address} (${person.lang}): ${person.status}`], said: [] }
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
    return { wrong, said: await page.evaluate(texts) }
}

async function lookAtAll(office, lang) {
    const found = { wrong: [], said: new Map() }
    const token = /invitations\/(\S+)/.exec(office.run('committee', 'account', 'invite', lang === 'en' ? 'p-20' : 'p-21'))[1]
    const first = await visitor(office, { lang })
    const all = await pages(first, { token })
    await first.end()
    for (const [who, list] of Object.entries(all)) {
        const person = await visitor(office, { lang, script: true, bypassCSP: true })
        if (who !== 'observer') await person.signIn(who)
        for (const address of list) {
            const { wrong, said } = await look(person, address)
            found.wrong.push(...wrong)
            found.said.set(address, said)
        }
        await person.end()
    }
    return found
}

test('every page: axe, both languages, both themes, 1440 and 360 px', async (t) => {
    const office = await sample()
    t.after(() => office.end())
    const [en, zh] = await Promise.all([lookAtAll(office, 'en'), lookAtAll(office, 'zh-CN')])
    assert.deepEqual([...en.wrong, ...zh.wrong], [])
    await t.test('no English is left on a Chinese page', () => {
        const left = []
        for (const [address, said] of zh.said) {
            const english = new Set(en.said.get(address))
            left.push(...said.filter((s) => english.has(s) && /[a-z]{3,}/.test(s)).map((s) => `${address}: ${s}`))
        }
        assert.deepEqual(left, [])
    })
})

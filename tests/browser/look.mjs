// SPDX-License-Identifier: Apache-2.0
// Pictures of every page, to look at: run.sh COMITY DATA WEB look.mjs
// Where they go: COMITY_LOOK (a folder). Which: COMITY_LOOK_PAGES (part of an address), COMITY_LOOK_SIZES ("1440,768,360"),
// COMITY_LOOK_LANGS ("en,zh"), COMITY_LOOK_THEMES ("light,dark"), COMITY_LOOK_AS (an account; "": an observer).
import fs from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { sample } from './lib/office.mjs'
import { pages } from './lib/pages.mjs'
import { visitor } from './lib/visitor.mjs'

const given = (name, otherwise) => (process.env[`COMITY_LOOK_${name}`] ?? otherwise).split(',')
const to = process.env.COMITY_LOOK ?? fs.mkdtempSync('/tmp/comity-look-')
const longest = 4000 // px of a picture

async function pictures(office, lang, theme, account) {
    const person = await visitor(office, { lang: lang === 'zh' ? 'zh-CN' : lang, theme, script: true })
    if (account) await person.signIn(account)
    const wanted = given('PAGES', '')
    for (const address of await pages(person)) {
        if (!wanted.some((w) => address.includes(w))) continue
        await person.go(address)
        const name = address === '/' ? 'home' : address.slice(1).replace(/[^a-zA-Z0-9.-]+/g, '_')
        for (const width of given('SIZES', '1440,768,360').map(Number)) {
            await person.page.setViewportSize({ width, height: 800 })
            const size = await person.page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight])
            const file = path.join(to, `${name}.${lang}.${theme}.${width}.png`)
            await person.page.screenshot({ path: file, fullPage: true, clip: { x: 0, y: 0, width: size[0], height: Math.min(size[1], longest) } })
            if (person.status !== 200 || size[0] > width) console.log(`${person.status} ${address} at ${width}: ${size[0]} px wide`)
        }
    }
    await person.end()
}

test('pictures', { timeout: 900000 }, async () => {
    const office = await sample()
    try {
        const account = process.env.COMITY_LOOK_AS ?? 'secretary'
        for (const lang of given('LANGS', 'en,zh')) for (const theme of given('THEMES', 'light,dark')) await pictures(office, lang, theme, account)
        console.log(`pictures in ${to}`)
    } finally {
        await office.end()
    }
})

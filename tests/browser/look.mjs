// SPDX-License-Identifier: Apache-2.0
// Pictures of every page, to look at: run.sh COMITY DATA WEB look.mjs
// Where they go: COMITY_LOOK (a folder). Which: COMITY_LOOK_PAGES (parts of addresses), COMITY_LOOK_SIZES ("1440,768,360"),
// COMITY_LOOK_LANGS ("en,zh"), COMITY_LOOK_THEMES ("light,dark").
import fs from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { sample } from './lib/office.mjs'
import { pages } from './lib/pages.mjs'
import { visitor } from './lib/visitor.mjs'

const given = (name, otherwise) => (process.env[`COMITY_LOOK_${name}`] ?? otherwise).split(',')
const to = process.env.COMITY_LOOK ?? fs.mkdtempSync('/tmp/comity-look-')
const longest = 4000 // px of a picture
let invited = 20

async function picture(person, address, ending) {
    await person.go(address)
    const name = address === '/' ? 'home' : address.slice(1).replace(/[^a-zA-Z0-9.-]+/g, '_')
    for (const width of given('SIZES', '1440,768,360').map(Number)) {
        await person.page.setViewportSize({ width, height: 800 })
        const [w, h] = await person.page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight])
        const file = path.join(to, `${name}.${ending}.${width}.png`)
        await person.page.screenshot({ path: file, fullPage: true, clip: { x: 0, y: 0, width: w, height: Math.min(h, longest) } })
        if (person.status !== 200 || w > width) console.log(`${person.status} ${address} at ${width}: ${w} px wide`)
    }
}

async function pictures(office, lang, theme) {
    const options = { lang: lang === 'zh' ? 'zh-CN' : lang, theme, script: true }
    const first = await visitor(office, options)
    const token = /invitations\/(\S+)/.exec(office.run('committee', 'account', 'invite', `p-${invited++}`))[1]
    const all = await pages(first, { token })
    await first.end()
    for (const [who, list] of Object.entries(all)) {
        const person = await visitor(office, options)
        if (who !== 'observer') await person.signIn(who)
        for (const address of list)
            if (given('PAGES', '').some((part) => address.includes(part))) await picture(person, address, `${lang}.${theme}`)
        await person.end()
    }
}

test('pictures', { timeout: 900000 }, async () => {
    const office = await sample()
    try {
        for (const lang of given('LANGS', 'en,zh')) for (const theme of given('THEMES', 'light,dark')) await pictures(office, lang, theme)
        console.log(`pictures in ${to}`)
    } finally {
        await office.end()
    }
})

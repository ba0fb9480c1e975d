// SPDX-License-Identifier: Apache-2.0
// One browser for all tests, and people in it: each has a context of their own.
import { after } from 'node:test'
import { chromium } from 'playwright-core'
import { password } from './office.mjs'

let browser

export async function launch() {
    browser ??= chromium.launch({
        executablePath: process.env.COMITY_CHROMIUM,
        args: ['--no-sandbox', '--disable-dev-shm-usage'],
    })
    return browser
}

after(async () => (await browser)?.close())

// Options: lang 'en' | 'zh-CN', script, theme 'light' | 'dark', width.
export async function visitor(office, { lang = 'en', script = false, theme = 'light', width = 1440, bypassCSP = false } = {}) {
    const context = await (await launch()).newContext({
        baseURL: office.url,
        locale: lang,
        javaScriptEnabled: script,
        colorScheme: theme,
        viewport: { width, height: 900 },
        acceptDownloads: true,
        bypassCSP,
    })
    context.setDefaultTimeout(10000)
    const page = await context.newPage()
    return new Visitor(office, context, page, lang)
}

export class Visitor {
    constructor(office, context, page, lang) {
        Object.assign(this, { office, context, page, lang, zh: lang.startsWith('zh') })
    }

    async go(address) {
        const reply = await this.page.goto(address)
        this.status = reply.status()
        return this
    }

    async signIn(account, secret = password) {
        await this.go('/sign-in')
        const form = this.page.locator('main form').first()
        await form.locator('[name=name]').fill(account)
        await form.locator('[name=password]').fill(secret)
        await this.send(form)
        return this
    }

    // Fills in a form by the names of its fields: texts, choices, ticks (true), files ({name, text}).
    async fill(form, fields) {
        for (const [name, value] of Object.entries(fields)) {
            const field = form.locator(`[name="${name}"]`)
            const kind = await field.first().evaluate((e) => (e.tagName === 'INPUT' ? e.type : e.tagName.toLowerCase()))
            if (kind === 'select') await field.selectOption(value)
            else if (kind === 'radio') await form.locator(`[name="${name}"][value="${value}"]`).check()
            else if (kind === 'checkbox') await (value === true ? field.first().check() : form.locator(`[name="${name}"][value="${value}"]`).check())
            else if (kind === 'file')
                await field.setInputFiles({ name: value.name, mimeType: 'application/octet-stream', buffer: Buffer.from(value.octets ?? value.text) })
            else await field.fill(String(value))
        }
        return form
    }

    async send(form, button) {
        const press = button ? form.locator(button) : form.locator('button:not([type=button])').last()
        const [reply] = await Promise.all([
            this.page.waitForResponse((r) => r.request().isNavigationRequest() && (r.status() < 300 || r.status() >= 400)),
            press.click(),
        ])
        await this.page.waitForLoadState()
        this.status = reply.status()
        return this
    }

    form(action) {
        return this.page.locator(`form[action="${action}"]`)
    }

    // The form that goes to `action`, on the page at `address`, filled in and sent.
    async submit(address, action, fields, button) {
        await this.go(address)
        return this.send(await this.fill(this.form(action), fields), button)
    }

    // The same address as JSON.
    async json(address) {
        const reply = await this.context.request.get(address, { headers: { Accept: 'application/json' } })
        if (!reply.ok()) throw new Error(`${address}: ${reply.status()} ${await reply.text()}`)
        return reply.json()
    }

    // What the page says is wrong, all of it.
    async alert() {
        return (await this.page.locator('[role=alert]').allInnerTexts()).join('\n')
    }

    text(selector = 'main') {
        return this.page.locator(selector).first().innerText()
    }

    async end() {
        await this.context.close()
    }
}

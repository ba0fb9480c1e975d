// SPDX-License-Identifier: Apache-2.0
// Two at once, and a server that dies: the second editor is told and loses nothing; a vote that is sent again after
// a kill is counted once.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { password, sample } from './lib/office.mjs'
import { visitor } from './lib/visitor.mjs'

const clause = '/projects/P-1464/drafts/d-1/edit/clauses/o-scope'

async function editTogether(t, lang) {
    const office = await sample()
    t.after(() => office.end())
    const first = await (await visitor(office, { lang })).signIn('secretary')
    const second = await (await visitor(office, { lang })).signIn('convenor')
    for (const v of [first, second]) await v.go(clause)
    const [mine, theirs] = ['What the first one wrote.', 'What the second one wrote.']
    await first.send(await first.fill(first.form(clause), { 'text-en': mine }))
    assert.equal(first.status, 200, await first.text())
    await second.send(await second.fill(second.form(clause), { 'text-en': theirs }))
    await t.test('the second is told, sees both, and has what was typed', async () => {
        assert.equal(second.status, 409)
        assert.match(await second.alert(), second.zh ? /他人|其他人|已/ : /Somebody else changed this meanwhile/)
        assert.equal(await second.form(clause).locator('[name=text-en]').inputValue(), theirs)
        assert.ok((await second.text()).includes(mine), 'what the first one wrote is on the page')
    })
    await t.test('sent again on purpose, it stands', async () => {
        await second.send(second.form(clause))
        assert.equal(second.status, 200, await second.text())
        await first.go(clause)
        assert.equal(await first.form(clause).locator('[name=text-en]').inputValue(), theirs)
    })
    await t.test('two who write different texts of a clause do not meet', async () => {
        for (const v of [first, second]) await v.go(clause)
        await first.send(await first.fill(first.form(clause), { 'text-zh': '第一人所写。' }))
        assert.equal(first.status, 200, await first.text())
        await second.send(await second.fill(second.form(clause), { 'text-en': 'Once more by the second.' }))
        assert.equal(second.status, 200, await second.text())
        await first.go(clause)
        assert.equal(await first.form(clause).locator('[name=text-zh]').inputValue(), '第一人所写。')
        assert.equal(await first.form(clause).locator('[name=text-en]').inputValue(), 'Once more by the second.')
    })
}

test('two browsers edit one clause', { concurrency: true }, (t) => Promise.all(['en', 'zh-CN'].map((lang) => t.test(lang, (t) => editTogether(t, lang)))))

const ballot = '/projects/P-1332/ballots/b-5'

// All that the form on the page would send, with a choice: as a browser sends it once more when asked to.
async function voteForm(v, choice) {
    await v.go(ballot)
    const form = v.form(`${ballot}/vote`)
    const hidden = await form.locator('input[type=hidden]').evaluateAll((all) => all.map((e) => [e.name, e.value]))
    return { ...Object.fromEntries(hidden), choice, reason: `Said once: ${choice}.`, password }
}

function post(v, form) {
    const headers = { Origin: v.office.url, Referer: v.office.url + ballot }
    return v.context.request.post(`${ballot}/vote`, { form, headers, maxRedirects: 0, timeout: 15000 })
}

test('the server is killed while a vote is cast, and the vote sent again counts once', async (t) => {
    const office = await sample()
    t.after(() => office.end())
    const v = await (await visitor(office)).signIn('foreign')
    const me = (await v.json(ballot)).roll.find((r) => r.organisation === 'o-74')
    const entries = () =>
        JSON.parse(office.run('committee', 'log', '--project', 'P-1332', '--type', 'vote.cast', '--json')).filter((e) => e.data.voter === me.id).length
    const began = performance.now()
    assert.equal((await post(v, await voteForm(v, 'abstain'))).status(), 303)
    const took = performance.now() - began
    let had = entries(), died = 0
    for (const [i, part] of [0, 0.5, 0.7, 0.8, 0.85, 0.9, 0.95, 1].entries()) {
        const choice = i % 2 ? 'no' : 'yes'
        const form = await voteForm(v, choice)
        const first = post(v, form).then((r) => r.status(), () => 0)
        await new Promise((go) => setTimeout(go, took * part))
        await office.stop('SIGKILL')
        if ((await first) === 0) died++
        await office.serve()
        const again = await post(v, form)
        assert.equal(again.status(), 303, await again.text())
        assert.equal(entries(), had + 1, `after ${part} of a vote's time: one entry, not ${entries() - had}`)
        had++
        const now = (await v.json(ballot)).roll.find((r) => r.id === me.id)
        assert.equal(now.choice.id, choice)
    }
    assert.ok(died > 0, 'at least one of them did not live to answer')
    assert.match(office.run('verify', `${office.dir}/record`), /sound/)
})

// SPDX-License-Identifier: Apache-2.0
// The whole life of a standard through the pages alone, without script: once in English, once in Chinese. Then
// `comity verify` counts every ballot again from the record.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import { test } from 'node:test'
import { Committee } from './lib/life.mjs'
import { data, password } from './lib/office.mjs'

const text = (name) => fs.readFileSync(`${data}/sample/${name}`)
const paper = { name: 'paper.txt', text: 'made for a test\n' }

class Life extends Committee {
    at(now) {
        this.office.at(now)
    }

    // Papers that the process asks for, by the secretary.
    async papers(...keys) {
        for (const document of keys) await this.act(this.secretary, 'document.filed', { document, file: paper }, this.project)
    }

    async advance(to, fields = {}) {
        await this.act(this.secretary, 'stage.entered', { to, ...fields }, this.project)
        assert.equal(JSON.parse(this.office.run('committee', 'project', 'status', this.project, '--json')).stage, to)
    }

    async openBallot(id, fields) {
        const list = `/projects/${this.project}/ballots`
        await this.secretary.submit(list, list, fields)
        assert.equal(this.secretary.status, 200, await this.secretary.text())
        assert.equal(new URL(this.secretary.page.url()).pathname, `${list}/${id}`)
        this.ballot = `${list}/${id}`
    }

    async vote(k, choice, reason) {
        const v = this.delegate(k)
        await v.submit(this.ballot, `${this.ballot}/vote`, { choice, password, ...(reason ? { reason } : {}) })
        assert.equal(v.status, 200, await v.text())
        assert.match(await v.text('[role=status]'), this.zh ? /您的投票已记录/ : /Your vote is recorded/)
    }

    async closeBallot(outcome) {
        await this.secretary.submit(this.ballot, `${this.ballot}/close`, {})
        assert.equal(this.secretary.status, 200, await this.secretary.text())
        const b = await this.secretary.json(this.ballot)
        assert.equal(b.outcome.id, outcome)
        assert.ok((await this.secretary.text('#count')).includes(this.zh ? b.outcome.zh : b.outcome.en))
        return b
    }

    async groupVote(id) {
        await this.openBallot(id, { 'rule-key': 'wg-vote' })
        for (const k of [2, 3, 4]) await this.vote(k, 'yes')
    }

    async post(file) {
        const v = this.delegate(2)
        await v.submit(`/projects/${this.project}/drafts`, `/projects/${this.project}/drafts`, { file: { name: file, octets: text(file) }, 'with-errors': true })
        assert.equal(v.status, 200, await v.text())
    }

    // A sentence more in one clause, in the working copy; then it is a new revision.
    async editClause(draft, clause, more) {
        const v = this.delegate(2)
        const edit = `/projects/${this.project}/drafts/${draft}/edit`
        await v.go(`${edit}/clauses/${clause}`)
        const form = v.form(`${edit}/clauses/${clause}`)
        const was = await form.locator('[name=text-en]').inputValue()
        await v.send(await v.fill(form, { 'text-en': `${was.trimEnd()} ${more.en}`, 'text-zh': `${(await form.locator('[name=text-zh]').inputValue()).trimEnd()}${more.zh}` }))
        assert.equal(v.status, 200, await v.text())
        await v.submit(edit, `${edit}/post`, { 'with-errors': true })
        assert.equal(v.status, 200, await v.text())
        await v.go(`/projects/${this.project}/drafts`)
    }

    async comment(k, draft, fields) {
        const v = this.delegate(k)
        const place = `/projects/${this.project}/drafts/${draft}/comment`
        const { clause, ...rest } = fields
        await v.submit(clause ? `${place}?clause=${clause}` : place, place, rest)
        assert.equal(v.status, 200, await v.text())
    }

    async answer(comment, decision, reason) {
        const v = this.delegate(2) // convenor
        const desk = `/projects/${this.project}/dispositions`
        await v.submit(`${desk}?comment=${comment}`, desk, { decision, ...(reason ? { reason } : {}) })
        assert.equal(v.status, 200, await v.text())
    }
}

async function live(t, options) {
    const c = await Life.begin(options)
    t.after(() => c.end())
    await t.test('members are admitted, and one confirms its seat', async () => {
        await c.admit()
        const [seat] = JSON.parse(c.office.run('committee', 'member', 'list', '--where', 'organisation=o-8', '--json'))
        await c.act(c.delegate(8), 'membership.confirmed', { membership: seat.id })
        await c.secretary.go('/members')
        if (!process.env.LOOSE) assert.match(await c.secretary.text(), c.zh ? /海外系统/ : /Overseas Systems/)
    })
    await t.test('a project is proposed, and approved', async () => {
        c.at('2026-01-06')
        await c.act(c.secretary, 'project.proposed', { process: 'SAC-GBT', 'title-en': 'Encryption of stored data', 'title-zh': '数据存储加密', lead: 'o-2', group: 'WG1' })
        c.project = JSON.parse(c.office.run('committee', 'project', 'list', '--json'))[0].id
        await c.papers('study-report')
        await c.advance('proposal')
        await c.papers('proposal-form', 'outline')
        await c.groupVote('b-1')
        c.at('2026-01-21')
        await c.closeBallot('approved')
        await c.advance('project-approval')
        await c.papers('plan')
        await c.openBallot('b-2', { 'rule-key': 'other-decision' })
        for (const k of [2, 3, 4, 5]) await c.vote(k, 'yes')
        c.at('2026-02-22')
        await c.closeBallot('approved')
        await c.advance('drafting', { 'shown-by': paper })
    })
    await t.test('a draft is posted, and edited clause by clause', async () => {
        await c.post('draft-1.yaml')
        await c.editClause('d-1', 'c-scope', { en: 'It was edited in a browser.', zh: '本条在浏览器中修改。' })
        await c.papers('explanation')
        await c.groupVote('b-3')
        c.at('2026-03-10')
        await c.closeBallot('approved')
        await c.advance('comment')
    })
    await t.test('sixty days of comments, of a domestic and a foreign member, and a table', async () => {
        await c.act(c.secretary, 'comments.opened', {}, c.project)
        c.at('2026-04-01')
        await c.comment(7, 'd-2', { clause: 'c-scope', type: 'te', language: 'en', text: 'The list leaves out AES-256-GCM.', proposed: 'Add it.' })
        await c.comment(3, 'd-2', { clause: 'c-scope', type: 'ed', language: 'zh', text: '范围的表述不够清楚。', proposed: '改为“规定了要求”。' })
    })
    return c
}

test('the life of a standard, in English', { timeout: 180000 }, (t) => live(t, { lang: 'en' }))
test('the life of a standard, in Chinese', { timeout: 180000 }, (t) => live(t, { lang: 'zh-CN' }))

// SPDX-License-Identifier: Apache-2.0
// The whole life of a standard through the pages alone, without script: once in English, once in Chinese. Then
// `comity verify` counts every ballot again from the record.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import { test } from 'node:test'
import { Committee } from './lib/life.mjs'
import { data, password } from './lib/office.mjs'

const text = (name) => fs.readFileSync(`${data}/sample/${name}`)
const table = [
    'MB/NC,Line number,Clause/Subclause,Paragraph/Figure/Table,Type of comment,Comments,Proposed change,Observations of the secretariat',
    ',,4.2,,te,Say which modes of operation are meant.,Name the modes.,',
    ',,99.9,,ed,There is no such clause.,Strike it out.,',
].join('\r\n')
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
        assert.equal(JSON.parse(this.office.run('committee', 'project', 'status', this.project, '--json')).stage.id, to)
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

    // One row fits and is filed, the other is told with its reason.
    async importTable(k) {
        const v = this.delegate(k)
        const tables = `/projects/${this.project}/tables`
        await v.submit(tables, tables, { file: { name: 'table.csv', text: table }, to: 'file' })
        assert.equal(v.status, 200, await v.text())
        assert.match(await v.text(), /99\.9/)
        await v.send(v.form(`${tables}/file`))
        assert.equal(v.status, 200, await v.text())
        assert.match(await v.text('table'), /c-3/)
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
    let going = true
    const step = async (name, run) => {
        await t.test(name, { skip: !going && 'what it rests on failed' }, async () => {
            going = false
            await run()
            going = true
        })
    }
    await step('members are admitted, and one confirms its seat', async () => {
        await c.admit()
        const [seat] = JSON.parse(c.office.run('committee', 'member', 'list', '--where', 'organisation=o-8', '--json'))
        await c.act(c.delegate(8), 'membership.confirmed', { membership: seat.id })
        await c.secretary.go('/members')
        assert.match(await c.secretary.text(), c.zh ? /海外系统/ : /Overseas Systems/)
    })
    await step('a project is proposed, and approved', async () => {
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
    await step('a draft is posted, and edited clause by clause', async () => {
        await c.post('draft-1.yaml')
        await c.editClause('d-1', 'c-scope', { en: 'It was edited in a browser.', zh: '本条在浏览器中修改。' })
        await c.papers('explanation')
        await c.groupVote('b-3')
        c.at('2026-03-10')
        await c.closeBallot('approved')
        await c.advance('comment')
    })
    await step('sixty days of comments, of a domestic and a foreign member, and a table', async () => {
        await c.act(c.secretary, 'comments.opened', {}, c.project)
        c.at('2026-04-01')
        await c.comment(7, 'd-2', { clause: 'c-scope', type: 'te', language: 'en', text: 'The list leaves out AES-256-GCM.', proposed: 'Add it.' })
        await c.comment(3, 'd-2', { clause: 'c-scope', type: 'ed', language: 'zh', text: '范围的表述不够清楚。', proposed: '改为“规定了要求”。' })
        await c.importTable(4)
        await refused(c.secretary, 'stage.entered', { to: 'review' }, /period|截止|征求意见/)
    })
    await step('every comment is answered, and the revision posted', async () => {
        c.at('2026-05-10')
        await refused(c.secretary, 'stage.entered', { to: 'review' }, /disposition|answer|意见/)
        await c.answer('c-1', 'not-accepted', 'The algorithms are fixed by law.')
        await c.answer('c-2', 'accepted')
        await c.answer('c-3', 'partly', c.zh ? '仅列出推荐的模式。' : 'Only the recommended ones are named.')
        await c.post('draft-2.yaml')
        await c.papers('explanation', 'comment-table')
        await c.groupVote('b-4')
        c.at('2026-05-25')
        await c.closeBallot('approved')
        await c.advance('review')
    })
    await step('the committee votes: sealed, one no with its reason, one abstention, one vote changed', async () => {
        await c.post('draft-2.yaml')
        await c.openBallot('b-5', { 'rule-key': 'draft-for-review', sealed: true })
        for (const k of [2, 3, 4, 5]) await c.vote(k, 'yes')
        await c.vote(6, 'abstain')
        await c.vote(7, 'no', c.zh ? '试验依据不足。' : 'The trials are not enough.')
        await c.vote(8, 'no')
        const open = await c.secretary.json(c.ballot)
        assert.equal(open.turnout.voted, 7)
        assert.ok(open.roll.every((v) => v.hidden && !v.choice), 'a sealed vote shows nothing')
        assert.equal(open.count, undefined)
        await c.vote(8, 'yes')
        const receipt = await c.delegate(7).page.request.get(`${c.ballot}/receipts/ms-13`)
        assert.ok([200, 404].includes(receipt.status()))
        c.at('2026-06-30')
        const b = await c.closeBallot('approved')
        assert.deepEqual(b.count.positions.map((p) => p.n), [5, 1, 1])
        await c.secretary.go(c.ballot)
        assert.match(await c.secretary.text('#objections'), c.zh ? /试验依据不足/ : /trials are not enough/)
        assert.match(await c.secretary.text('#count'), /5 × 3 = 15/)
    })
    await step('it is approved, and published', async () => {
        await c.papers('explanation', 'minutes', 'comment-table')
        await c.advance('approval')
        await c.papers('approval-file')
        await c.advance('publication', { 'shown-by': paper })
        await c.act(c.secretary, 'text.published', { number: 'GB/T 99999-2026', 'in-force': '2027-01-01', languages: 'zh' }, c.project)
        await c.advance('published')
    })
    await step('whoever has the record counts every ballot again', async () => {
        const said = c.office.run('verify', `${c.office.dir}/record`)
        assert.match(said, /sound/)
        assert.match(said, /5 ballots recounted/)
    })

    async function refused(v, type, fields, why) {
        const address = `/projects/${c.project}/acts/${type}`
        await v.submit(address, address, fields)
        assert.equal(v.status, 422)
        assert.match(await v.alert(), why)
    }
}

test('the life of a standard', { concurrency: true }, (t) =>
    Promise.all([
        t.test('in English', (t) => live(t, { lang: 'en' })),
        t.test('in Chinese', (t) => live(t, { lang: 'zh-CN' })),
    ]),
)

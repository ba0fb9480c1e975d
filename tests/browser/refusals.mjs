// SPDX-License-Identifier: Apache-2.0
// What is refused says so on the page, in the reader's language, and keeps what was typed.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { password, sample } from './lib/office.mjs'
import { visitor } from './lib/visitor.mjs'

const open = '/projects/P-1332/ballots/b-5' // of the committee, by persons
const group = '/projects/P-2076/ballots/b-1' // of the group DATA, by organisations
const garbage = { name: 'table.xlsx', octets: Buffer.from([0x50, 0x4b, 3, 4, 0, 1, 2, 255]) }

// {name, who, at: address, to: the form's action, fields, meanwhile(office): what happens between reading and sending,
//  says: {en, zh}, keeps: {field: value}, status}
const cases = [
    {
        name: 'who has no mandate',
        who: 'admin',
        at: '/acts/organisation.admitted',
        fields: { 'name-en': 'Anybody', 'name-zh': '任何单位', origin: 'domestic' },
        says: { en: /mandate/, zh: /授权/ },
        keeps: { 'name-zh': '任何单位' },
    },
    {
        name: 'whose mandate is for something else',
        who: 'delegate',
        at: '/projects/P-1464/acts/stage.entered',
        fields: { to: 'review', reason: 'So it should be.' },
        says: { en: /This is for|role|secretary/, zh: /须由|秘书/ },
        keeps: { reason: 'So it should be.' },
    },
    {
        name: 'a closed group, of an origin that it does not admit',
        who: 'foreign',
        at: '/acts/membership.granted',
        fields: { organisation: 'o-74', body: 'WG3' },
        says: { en: /closed|invited|admits/, zh: /封闭|邀请|不接纳|不对/ },
    },
    {
        name: 'going on while comments have no answer',
        who: 'secretary',
        at: '/projects/P-1464/acts/stage.entered',
        fields: { to: 'review' },
        says: { en: /./, zh: /[一-龥]/ },
    },
    {
        name: 'a comment while no period runs',
        who: 'foreign',
        at: '/projects/P-1332/drafts/d-3/comment?clause=c-scope',
        to: '/projects/P-1332/drafts/d-3/comment',
        fields: { type: 'te', text: 'The scope is too wide.' },
        says: { en: /comment/i, zh: /意见/ },
        keeps: { text: 'The scope is too wide.' },
    },
    {
        name: 'a comment without a word',
        who: 'foreign',
        at: '/projects/P-1464/drafts/d-1/comment?clause=o-scope',
        to: '/projects/P-1464/drafts/d-1/comment',
        fields: { type: 'te', proposed: 'Take it out.' },
        says: { en: /fields/, zh: /[一-龥]/ },
        keeps: { proposed: 'Take it out.' },
    },
    {
        name: 'a file that is no table',
        who: 'foreign',
        at: '/projects/P-1464/tables',
        fields: { file: garbage, to: 'file' },
        says: { en: /cannot be read/, zh: /无法读取/ },
        foreign: true, // what is wrong with a workbook is said in English by its reader
    },
    {
        name: 'a file that is no draft',
        who: 'convenor',
        at: '/projects/P-1464/drafts',
        fields: { file: { name: 'draft.yaml', text: 'id: [\n' } },
        says: { en: /./, zh: /[一-龥]/ },
        foreign: true,
    },
    {
        name: 'a vote with a wrong password',
        who: 'foreign',
        at: open,
        to: `${open}/vote`,
        fields: { choice: 'no', reason: 'Not yet.', password: 'not that one at all' },
        says: { en: /password/, zh: /密码|口令/ },
        keeps: { reason: 'Not yet.' },
    },
    {
        name: 'a vote without a choice',
        who: 'foreign',
        at: open,
        to: `${open}/vote`,
        fields: { reason: 'Not yet.', password },
        says: { en: /Your vote/, zh: /您的投票/ },
        keeps: { reason: 'Not yet.' },
    },
    {
        name: 'a vote of an alternate where the delegate has voted meanwhile',
        who: 'stand-in',
        at: group,
        to: `${group}/vote`,
        fields: { choice: 'no', reason: 'Too early.', password },
        meanwhile: (o) => o.run('committee', 'vote', 'cast', 'P-2076', 'b-1', 'yes', '--as', o.delegate),
        says: { en: /has voted itself/, zh: /已在投票b-1中自行表决/ },
        keeps: { reason: 'Too early.' },
    },
    {
        name: 'a vote under a mandate that has ended',
        who: 'foreign',
        at: open,
        to: `${open}/vote`,
        fields: { choice: 'yes', password },
        meanwhile: (o) => o.run('committee', 'mandate', 'end', 'm-220', '--as', 'm-220'),
        says: { en: /mandate/, zh: /授权/ },
        keeps: { choice: 'yes' },
    },
    {
        name: 'a vote after the close',
        who: 'delegate',
        at: open,
        to: `${open}/vote`,
        fields: { choice: 'no', reason: 'Much too late.', password },
        meanwhile: (o) => o.at('2026-12-20'),
        says: { en: /closed at 2026-12-1/, zh: /已于2026-12-1.*截止/ },
        keeps: { reason: 'Much too late.' },
    },
    {
        name: 'a name or password that is wrong, at the door',
        who: null,
        at: '/sign-in',
        fields: { name: 'delegate', password: 'not that one at all' },
        says: { en: /name or password|password/i, zh: /密码|口令/ },
        keeps: { name: 'delegate' },
        status: [401, 403, 422],
    },
]

// An alternate of an organisation that has not voted yet, beside the roles that the program makes.
async function standIn(office, lang) {
    const of = JSON.parse(office.run('committee', 'mandate', 'list', '--where', 'organisation=o-24', '--json'))
    office.delegate = of.find((m) => m.kind === 'delegate' && m.body === 'DATA').id
    const profile = office.run('committee', 'person', 'add', 'o-24', '--name-en', 'Stand In', '--name-zh', '候补', '--json')
    const person = JSON.parse(profile).event?.data.id ?? /p-\d+/.exec(profile)[0]
    office.run('committee', 'mandate', 'give', person, 'alternate', '--body', 'DATA', '--as', office.delegate)
    const link = /\/invitations\/\S+/.exec(office.run('committee', 'account', 'invite', person))[0]
    const v = await visitor(office, { lang })
    await v.go(link)
    await v.send(await v.fill(v.form(link), { name: 'stand-in', new: password, again: password }))
    return v
}

async function refused(c, person) {
    const form = person.form(c.to ?? c.at)
    await person.go(c.at)
    await person.fill(form, c.fields)
    c.meanwhile?.(person.office)
    await person.send(form)
    const want = [c.status ?? [403, 409, 422]].flat()
    assert.ok(want.includes(person.status), `${person.status}: ${await person.text()}`)
    const said = await person.alert()
    assert.match(said, person.zh ? c.says.zh : c.says.en)
    if (person.zh && !c.foreign) assert.doesNotMatch(said.replace(/\S*[.:@-]\S*/g, ''), /[A-Za-z]{4,}/, 'English in Chinese')
    for (const [name, value] of Object.entries(c.keeps ?? {})) {
        const field = form.locator(`[name="${name}"]`)
        const kept = (await field.count()) > 1 ? await form.locator(`[name="${name}"]:checked`).getAttribute('value') : await field.inputValue()
        assert.equal(kept, value, `${name} is kept`)
    }
    assert.equal(await form.locator('[name=password]').count().then((n) => n && form.locator('[name=password]').inputValue()) || '', '', 'a password is not')
}

async function all(t, lang) {
    const office = await sample()
    t.after(() => office.end())
    const people = { 'stand-in': await standIn(office, lang), null: await visitor(office, { lang }) }
    for (const c of cases)
        await t.test(c.name, async () => {
            people[c.who] ??= await (await visitor(office, { lang })).signIn(c.who)
            await refused(c, people[c.who])
        })
}

test('what is refused says so', { concurrency: true }, (t) => Promise.all(['en', 'zh-CN'].map((lang) => t.test(lang, (t) => all(t, lang)))))

// SPDX-License-Identifier: Apache-2.0
// A small committee of its own: seven seats, two of them not domestic, one working group; and its people in browsers.
import assert from 'node:assert/strict'
import { Office, data, password } from './office.mjs'
import { visitor } from './visitor.mjs'

const members = [
    { en: 'Institute of Storage', zh: '存储研究院', origin: 'domestic', category: 'research', person: 'Li Wen', mine: '李文', byForm: true },
    { en: 'Northern Cloud', zh: '北方云', origin: 'domestic', category: 'producer', person: 'Wang Lan', mine: '王兰' },
    { en: 'Harbour Bank', zh: '港湾银行', origin: 'domestic', category: 'user', person: 'Zhao Min', mine: '赵敏' },
    { en: 'Power Grid Lab', zh: '电网实验室', origin: 'domestic', category: 'user', person: 'Sun Yu', mine: '孙宇' },
    { en: 'Delta Devices', zh: '三角洲设备', origin: 'domestic', category: 'producer', person: 'Qian Hui', mine: '钱慧' },
    { en: 'Overseas Systems', zh: '海外系统', origin: 'foreign', country: 'XF', category: 'producer', person: 'Ann Field', mine: '安·菲尔德', byForm: true },
    { en: 'Joint Semiconductors', zh: '合资半导体', origin: 'foreign-invested', category: 'research', person: 'Bob Stone', mine: '鲍勃·斯通' },
]

export class Committee {
    // o-1, p-1, m-1 are the secretariat's; member k (from 2) is o-k with p-k.
    static async begin(options) {
        const c = new this()
        c.office = new Office('2026-01-05')
        c.options = options
        c.people = {}
        c.office.run('committee', 'init', c.office.dir, '--id', 'TC-9', '--name-en', 'Committee nine', '--name-zh', '第九委员会',
            '--record', 'tc9.example/record', '--organisation-en', 'Secretariat', '--organisation-zh', '秘书处',
            '--secretary-en', 'Ada Lin', '--secretary-zh', '林安', '--process', 'SAC-GBT', '--rehearsal')
        await c.office.serve()
        c.secretary = await c.enter('p-1', 'secretary')
        return c
    }

    get zh() {
        return this.options.lang.startsWith('zh')
    }

    // By an invitation, as anybody gets in: the link, a name, a password.
    async enter(person, name) {
        const link = /https?:\/\/\S+/.exec(this.office.run('committee', 'account', 'invite', person, '--url', this.office.url))[0]
        const v = await visitor(this.office, this.options)
        await v.go(new URL(link).pathname)
        const form = v.page.locator('main form').first()
        await v.send(await v.fill(form, { name, new: password, again: password }))
        assert.equal(v.status, 200, await v.text())
        assert.equal(new URL(v.page.url()).pathname, '/account') // signed in
        this.people[person] = v
        return v
    }

    // An act by its form; leads somewhere else, and says that it was done.
    async act(v, type, fields, project) {
        const address = (project ? `/projects/${project}` : '') + `/acts/${type}`
        await v.submit(address, address, fields)
        assert.equal(v.status, 200, `${type}: ${await v.text()}`)
        assert.ok((await v.page.locator('[role=status]').count()) > 0, `${type}: ${await v.text()}`)
        return v
    }

    // Two of them by the forms, the others at the command line, which works on while the portal serves.
    async admit() {
        const s = this.secretary
        const say = (...args) => this.office.run('committee', ...args)
        for (const [i, m] of members.entries()) {
            const k = i + 2
            const country = m.country ?? 'XC'
            if (m.byForm) {
                await this.act(s, 'organisation.admitted', { 'name-en': m.en, 'name-zh': m.zh, origin: m.origin, country, category: m.category })
                await this.act(s, 'person.registered', { organisation: `o-${k}`, 'name-en': m.person, 'name-zh': m.mine })
                await this.act(s, 'membership.granted', { organisation: `o-${k}`, person: `p-${k}` })
                await this.act(s, 'mandate.granted', { person: `p-${k}`, kind: 'delegate' })
            } else {
                say('organisation', 'add', '--name-en', m.en, '--name-zh', m.zh, '--origin', m.origin, '--country', country, '--category', m.category)
                say('person', 'add', `o-${k}`, '--name-en', m.person, '--name-zh', m.mine)
                say('member', 'add', `o-${k}`, '--person', `p-${k}`)
                say('mandate', 'give', `p-${k}`, 'delegate')
            }
        }
        await this.act(s, 'group.opened', { id: 'WG1', 'name-en': 'Group one', 'name-zh': '第一组', access: 'open' })
        for (const k of [2, 3, 4, 7]) say('member', 'add', `o-${k}`, '--body', 'WG1')
        await this.act(s, 'mandate.granted', { person: 'p-2', kind: 'convenor', body: 'WG1' })
        for (const k of [2, 3, 4, 5, 6, 7, 8]) await this.enter(`p-${k}`, `member-${k}`)
        // A delegate gives the organisation's further mandates.
        for (const k of [2, 3, 4, 7]) await this.act(this.delegate(k), 'mandate.granted', { person: `p-${k}`, kind: 'delegate', body: 'WG1' })
    }

    delegate(k) {
        return this.people[`p-${k}`]
    }

    async end() {
        await this.office.end()
    }
}

export const of = { members, data }

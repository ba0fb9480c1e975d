// SPDX-License-Identifier: Apache-2.0
// Every page that the portal has: the routes, as /api/openapi.json lists them, with the sample's own ids in place of
// parameters. A route that is new and takes something unknown here fails, so that no page is forgotten.
import assert from 'node:assert/strict'

// What stands for a parameter, by its name.
const values = {
    project: 'P-1464',
    draft: 'd-1',
    ballot: 'b-3',
    comment: 'c-1',
    clause: 'c-encrypted',
    requirement: 'r-encrypted',
    organisation: 'o-3',
    group: 'DATA',
    process: 'SAC-GBT',
    account: 'delegate',
    person: 'p-30',
    index: '100',
    regime: 'CN-SM',
    standard: 'CN-GB-T-39786',
}
// Whole addresses, where those do not fit; several, where one page has several looks; none, where it is a file's.
const addresses = {
    '/projects/{project}': ['/projects/P-1464', '/projects/P-1066', '/projects/P-2188'],
    '/projects/{project}/ballots': ['/projects/P-1332/ballots', '/projects/P-2188/ballots'],
    '/projects/{project}/ballots/{ballot}': ['/projects/P-1332/ballots/b-5', '/projects/P-1179/ballots/b-5', '/projects/P-1464/ballots/b-3'],
    '/projects/{project}/drafts/{draft}/diff/{from}': ['/projects/P-1332/drafts/d-2/diff/d-1'],
    '/projects/{project}/drafts/{draft}': ['/projects/P-1332/drafts/d-2', '/projects/P-1332/drafts/d-1'],
    '/projects/{project}/drafts/{draft}/edit/clauses/{clause}': ['/projects/P-1464/drafts/d-1/edit/clauses/o-scope'],
    '/projects/{project}/drafts/{draft}/edit/requirements/{requirement}': ['/projects/P-1464/drafts/d-1/edit/requirements/r-compression'],
    '/projects/{project}/desk/{number}': [], // nothing lies there in the sample
    '/products/{product}': [], // nobody keeps one in the sample
    '/products/{product}/regimes/{regime}': [],
    '/products/{product}/conflicts': [],
    '/products/{product}/plan': [],
    '/projects/{project}/comments': ['/projects/P-1332/comments'],
    '/projects/{project}/comments/{comment}': ['/projects/P-1332/comments/c-1', '/projects/P-1332/comments/c-2'],
}
// The forms of acts are one template: these stand for all.
const acts = /\/acts\/(organisation\.admitted|mandate\.granted|stage\.entered|document\.filed|process\.adopted|correction\.made)$/

// Pages by who sees them: {observer: […], delegate: […], secretary: […], admin: […]}.
export async function pages(person, more = {}) {
    const spec = await person.json('/api/openapi.json')
    const out = { observer: ['/sign-in', '/'], delegate: [], secretary: ['/'], admin: [] }
    for (const [path, item] of Object.entries(spec.paths)) {
        if (!item.get?.responses['200']?.content?.['application/json'] || path.startsWith('/api/') || path === '/sign-in') continue
        if (path.includes('/acts/') && !acts.test(path)) continue
        const known = { ...values, ...more }
        const made = path.replace(/\{([^}]+)\}/g, (_, name) => {
            if (!addresses[path]) assert.ok(name in known, `what is {${name}} of ${path}? Say it in tests/browser/lib/pages.mjs`)
            return encodeURIComponent(known[name])
        })
        const who = /^\/(admin|invitations)/.test(path) ? 'admin' : /\/(desk|tables|products)/.test(path) ? 'delegate' : 'secretary'
        out[who].push(...(addresses[path] ?? [made]))
    }
    return out
}

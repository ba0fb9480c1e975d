// SPDX-License-Identifier: Apache-2.0
// Every page that the portal has: the route table, as /api/openapi.json tells it, with the sample's own ids in it.
import assert from 'node:assert/strict'

// What stands for a parameter, by the whole path first, then by its name.
const values = {
    project: 'P-1332',
    draft: 'd-2',
    from: 'd-1',
    ballot: 'b-5',
    comment: 'c-1',
    organisation: 'o-3',
    group: 'DATA',
    process: 'SAC-GBT',
    entry: '100',
    n: '100',
    type: 'organisation.admitted',
}

export async function pages(person, more = {}) {
    const spec = await person.json('/api/openapi.json')
    const out = []
    for (const [path, item] of Object.entries(spec.paths)) {
        if (!item.get || !Object.values(item.get.responses['200']?.content ?? {}).length) continue
        if (!('text/html' in item.get.responses['200'].content)) continue
        const given = more[path]
        if (given === null) continue // said by the caller: no page of the sample is at that address
        const address = given ?? path.replace(/\{([^}]+)\}/g, (_, name) => {
            const key = name.replace(/\.+$/, '')
            assert.ok(key in values, `what is {${name}} of ${path}? Add it to tests/browser/lib/pages.mjs`)
            return encodeURIComponent(values[key])
        })
        for (const one of [address].flat()) out.push(one)
    }
    assert.ok(out.length > 10, 'the route table has pages')
    return out
}

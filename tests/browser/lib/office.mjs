// SPDX-License-Identifier: Apache-2.0
// A committee's folder of our own, its clock, and `comity serve` on it. Only what was started here is ended.
import { after } from 'node:test'
import { execFileSync, spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

export const comity = need('COMITY')
export const data = need('COMITY_DATA')
const web = need('COMITY_WEB')

function need(name) {
    if (!process.env[name]) throw new Error(`${name} is not set: run tests/browser/run.sh`)
    return process.env[name]
}

function scratch() {
    const memory = '/dev/shm'
    let base = os.tmpdir()
    try {
        fs.accessSync(memory, fs.constants.W_OK)
        base = memory
    } catch {} // no memory disk here
    return fs.mkdtempSync(path.join(base, 'comity-browser-'))
}

const all = new Set()
after(() => Promise.all([...all].map((o) => o.end()))) // also where a test failed half way

export class Office {
    constructor(now) {
        all.add(this)
        this.home = scratch()
        this.dir = path.join(this.home, 'tc')
        this.clock = path.join(this.home, 'clock')
        this.at(now)
    }

    // The committee's time from here on: of the server and of the command line.
    at(now) {
        this.now = now.length === 10 ? `${now}T08:00:00Z` : now
        fs.writeFileSync(this.clock + '.new', this.now + '\n')
        fs.renameSync(this.clock + '.new', this.clock)
        return this
    }

    run(...args) {
        const env = { ...process.env, COMITY_COMMITTEE: this.dir, COMITY_NOW: this.now, COMITY_AS: 'm-1', LC_ALL: 'C.UTF-8' }
        try {
            return execFileSync(comity, args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
        } catch (e) {
            throw new Error(`comity ${args.join(' ')}: ${e.stdout}${e.stderr}`)
        }
    }

    // On any free port; after a stop on the same one as before, as a browser expects.
    async serve() {
        const port = this.url ? new URL(this.url).port : 0
        const args = ['serve', '--dir', this.dir, '--listen', `127.0.0.1:${port}`, '--clock', this.clock, '--data', data, '--web', web]
        this.log = path.join(this.home, 'serve.log')
        this.child = spawn(comity, args, { stdio: ['ignore', 'pipe', 'pipe'] })
        this.ended = new Promise((done) => this.child.once('exit', done))
        let said = ''
        const took = (text) => {
            said += text
            fs.appendFileSync(this.log, text)
        }
        this.child.stdout.on('data', took)
        this.child.stderr.on('data', took)
        for (const until = Date.now() + 30000; ; ) {
            const m = /http:\/\/127\.0\.0\.1:(\d+)/.exec(said)
            if (m && Number(m[1])) {
                this.url = m[0]
                return this
            }
            if (this.child.exitCode !== null || Date.now() > until) throw new Error(`comity serve: ${said}`)
            await new Promise((go) => setTimeout(go, 20))
        }
    }

    async stop(signal = 'SIGTERM') {
        if (!this.child || this.child.exitCode !== null || this.child.signalCode) return
        this.child.kill(signal)
        await this.ended
    }

    async end() {
        all.delete(this)
        await this.stop()
        fs.rmSync(this.home, { recursive: true, force: true })
    }
}

export const password = 'only for rehearsals 7'

// The made-up committee of the program, as it stands at that moment, with an account for each role.
export async function sample() {
    const o = new Office('2026-11-24')
    o.run('committee', 'sample', o.dir, '--data', data, '--now', o.now)
    o.run('committee', 'account', 'rehearse', '--password', password)
    return o.serve()
}

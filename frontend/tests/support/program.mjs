// The program under test with a folder and a port of its own: its commands, its
// server, and the mail that it writes. The folder goes away with it.
import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { freePort } from './browser.mjs'

const run = promisify(execFile)

export class Program {
  #binary
  #server
  #ended

  static async at(binary) {
    return new Program(binary, await freePort())
  }

  constructor(binary, port) {
    this.#binary = binary
    this.port = port
    this.address = `http://127.0.0.1:${port}`
    this.folder = mkdtempSync(join(tmpdir(), 'passport-journeys-'))
    this.mail = join(this.folder, 'mail')
    mkdirSync(this.mail)
  }

  /** Where mail is written, as the setting mail-to names it. */
  get mailTo() {
    return pathToFileURL(this.mail).href
  }

  /** Runs a command on the database; answers what it prints. */
  async command(...words) {
    const { stdout } = await run(this.#binary, words, { env: this.#environment() })
    return stdout
  }

  /** Starts a server; answers the first address that it prints. */
  async start(words, environment = {}) {
    this.#server = spawn(this.#binary, words, {
      stdio: ['ignore', 'pipe', 'pipe'], env: { ...this.#environment(), ...environment }
    })
    // Whatever ends a test ends its server.
    process.once('exit', () => this.#server.kill())
    let log = ''
    this.#server.stderr.on('data', (text) => { log = (log + text).slice(-4_000) })
    this.#ended = new Promise((resolve) => this.#server.on('close', resolve))
    return new Promise((resolve, reject) => {
      let said = ''
      this.#server.stdout.on('data', (text) => {
        said += text
        const address = /http:\/\/\S+(?=\s)/.exec(said)
        if (address) resolve(address[0])
      })
      this.#ended.then((code) => reject(new Error(`the server ended with ${code}: ${log}`)))
    })
  }

  /** The newest message to somebody, once there are more than `seen`. */
  async letterTo(address, seen = 0) {
    for (let tries = 0; tries < 100; tries += 1) {
      const letters = this.lettersTo(address)
      if (letters.length > seen) return letters.at(-1)
      await setTimeout(100)
    }
    assert.fail(`no message came for ${address}`)
  }

  /** Every message to somebody, oldest first, as plain text. */
  lettersTo(address) {
    return readdirSync(this.mail, { recursive: true })
      .filter((name) => name.endsWith('.eml'))
      .map((name) => join(this.mail, name))
      .sort((one, other) => statSync(one).mtimeMs - statSync(other).mtimeMs)
      .map((path) => readFileSync(path, 'utf8').replaceAll(/=\r?\n/g, '').replaceAll('=3D', '='))
      .filter((text) => new RegExp(`^To: .*${address.replaceAll('.', '\\.')}`, 'im').test(text))
  }

  async stop() {
    this.#server?.kill('SIGINT')
    await this.#ended
    rmSync(this.folder, { recursive: true, force: true })
  }

  #environment() {
    return { ...process.env, PASSPORT_DATABASE_URL: `sqlite:${join(this.folder, 'passport.db')}` }
  }
}

/** The link that a message holds. */
export function linkIn(letter) {
  const link = /http:\/\/127\.0\.0\.1:\d+\/link\/\S+/.exec(letter)
  assert.ok(link, `no link in ${letter.slice(0, 400)}`)
  return link[0]
}

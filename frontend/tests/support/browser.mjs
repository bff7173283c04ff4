// A browser for journeys, and the steps of which they are made. A journey is a
// sentence and the walk that proves it; a page on which a script fails, or whose
// policy blocks something, fails whichever journey opened it.
import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { chromium } from 'playwright-core'

export const PHONE = { width: 320, height: 700 }
export const DESKTOP = { width: 1280, height: 900 }

/** Chromium is Debian's; set CHROMIUM to another. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox', '--headless', '--disable-gpu', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--no-first-run'
    ]
  })
}

/** Walks journeys one after another, and counts those that do not arrive. */
export class Journeys {
  #browser
  #walked = 0
  #failures = 0

  constructor(browser) {
    this.#browser = browser
  }

  async journey(name, walk) {
    const began = Date.now()
    this.#walked += 1
    try {
      await walk()
      console.log(`ok      ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`)
    } catch (error) {
      this.#fail(`${name}\n        ${error.stack.replaceAll('\n', '\n        ')}`)
    } finally {
      // What a walk that broke off left open.
      await Promise.all(this.#browser.contexts().map((context) => context.close()))
    }
  }

  /** A page in a browser that nobody has used. */
  async open(viewport, more = {}) {
    const context = await this.#browser.newContext({ viewport, ...more })
    context.setDefaultTimeout(20_000)
    const page = await context.newPage()
    page.on('console', (message) => {
      // A page that answers no is a page.
      if (message.type() === 'error' && !/the server responded with a status of 4/.test(message.text())) {
        this.#fail(`${page.url()}: ${message.text()}`)
      }
    })
    page.on('pageerror', (error) => this.#fail(`${page.url()}: ${error}`))
    return page
  }

  /** The last line, and the status to end with. */
  finish() {
    const all = `All ${this.#walked} journeys arrived.`
    console.log(this.#failures === 0 ? all : `${this.#failures} failures in ${this.#walked} journeys.`)
    process.exitCode = this.#failures === 0 ? 0 : 1
  }

  #fail(words) {
    this.#failures += 1
    console.log(`FAILED  ${words}`)
  }
}

export async function see(page, where, what) {
  const text = await page.locator(where).first().innerText()
  assert.ok(text.includes(what), `${page.url()}: ${where} says ${JSON.stringify(text.slice(0, 200))}, not ${what}`)
}

/** Presses what leads to another page, or to the same again, and waits for that. */
export async function press(page, role, name) {
  const target = page.getByRole(role, { name }).first()
  await Promise.all([page.waitForEvent('load'), target.click()])
}

/** The words on what has the focus, or on its label. */
export async function focused(page) {
  return page.evaluate(() => {
    const here = document.activeElement
    return (here?.labels?.[0] ?? here)?.textContent ?? ''
  })
}

export async function tabTo(page, words) {
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press('Tab')
    if ((await focused(page)).trim().startsWith(words)) return
  }
  assert.fail(`${page.url()}: nothing that begins with "${words}" is reached by the keyboard`)
}

export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

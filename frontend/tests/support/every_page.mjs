// Every page of every role: whatever links lead to, one of each shape, and what
// forms answer to mistakes. Each is looked at by axe at three widths, and read
// without JavaScript, which must change no heading. No link may lead nowhere.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DESKTOP, press } from './browser.mjs'
import { faults } from './checker.mjs'
import { confirmCode, logIn } from './steps.mjs'

/** Alike for whoever looks: seen once, as a stranger. */
const SAME_FOR_ALL = ['/accessibility', '/privacy']

export class EveryPage {
  #journeys
  #program
  #screenshots
  #faults = []
  looked = 0

  constructor(journeys, program, screenshots) {
    this.#journeys = journeys
    this.#program = program
    this.#screenshots = screenshots
  }

  /** Follows every link from where somebody is, and from `more`. */
  async of(role, page, more = []) {
    const { origin } = new URL(this.#program.address)
    const storageState = await page.context().storageState()
    const plain = await this.#journeys.open(DESKTOP, { javaScriptEnabled: false, storageState })
    const waiting = [page.url(), ...more.map((path) => origin + path)].map((href) => ({ href }))
    const seen = new Set(role === 'stranger' ? [] : SAME_FOR_ALL)
    while (waiting.length > 0) {
      const { href, from } = waiting.shift()
      const url = new URL(href)
      const kind = shape(url)
      if (url.origin !== origin || seen.has(kind) || /\.\w+$/.test(url.pathname)) continue
      seen.add(kind)
      const answer = await page.goto(url.href)
      if (from && !answer.ok()) this.#faults.push(`${role}: ${from} leads to ${kind}, which answers ${answer.status()}`)
      const heading = await page.locator('h1').innerText()
      await plain.goto(url.href)
      assert.equal(await plain.locator('h1').innerText(), heading, `${url}: without JavaScript`)
      const links = await page.locator('a[href]').evaluateAll((all) => all.map((link) => link.href))
      waiting.push(...links.map((href) => ({ href, from: kind })))
      await this.look(`${role}${kind}`, page)
    }
    await plain.context().close()
  }

  /** Looks at a page as it stands. */
  async look(name, page) {
    this.looked += 1
    const file = name.replace(/[^\w-]+/g, '-')
    const before = page.viewportSize()
    const found = await faults(page, {
      picture: this.#screenshots && ((width) => page.screenshot({
        path: join(this.#screenshots, `${file}-${width}.png`), fullPage: true
      }))
    })
    this.#faults.push(...found.map((fault) => `${name}: ${fault}`))
    await page.setViewportSize(before)
  }

  /** Says how many there were, and fails if one had a fault. */
  finish() {
    console.log(`        ${this.looked} pages at three widths`)
    assert.deepEqual(this.#faults, [])
  }
}

/** What pages of one kind have in common: their path without names of things. */
function shape(url) {
  const parts = url.pathname.split('/').map((part, at, all) => {
    const isName = /\d/.test(part) || ['settings', 'subjects', 'link', 'set-up'].includes(all[at - 1])
    return isName && part ? '*' : part
  })
  const asked = [...new Set(url.searchParams.keys())].sort()
  return parts.join('/') + (asked.length > 0 ? `?${asked.join('&')}` : '')
}

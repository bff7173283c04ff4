// Opens pages in a real browser at three widths and reports what axe finds, and
// whether anything scrolls sideways at 320 px. Takes addresses or files:
//
//   node tests/axe.mjs [--screenshots DIR] [--header NAME=VALUE] PAGE… [--email PAGE…]
//
// What follows --email is shown inside a mail reader, so it needs no landmarks.
//
// Ends with 1 if any page has a fault. Chromium is Debian's; set CHROMIUM to another.
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'

const WIDTHS = [320, 768, 1280]
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const NOT_IN_EMAIL = ['landmark-one-main', 'region']
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const { pages, screenshots, headers } = options(process.argv.slice(2))
if (pages.length === 0) {
  console.error('usage: node tests/axe.mjs [--screenshots DIR] [--header NAME=VALUE] PAGE… [--email PAGE…]')
  process.exit(2)
}
if (screenshots) mkdirSync(screenshots, { recursive: true })

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox', '--headless', '--disable-gpu', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--no-first-run'
  ]
})
let faults = 0
try {
  for (const { address, isEmail } of pages) faults += await check(address, isEmail)
} finally {
  await browser.close()
}
console.log(faults === 0 ? `${pages.length} pages, no faults` : `${faults} faults`)
process.exitCode = faults === 0 ? 0 : 1

/** Looks at one page at every width; answers the number of faults. */
async function check(address, isEmail) {
  const off = isEmail ? NOT_IN_EMAIL : []
  const url = /^https?:/.test(address) ? address : pathToFileURL(resolve(address)).href
  let found = 0
  for (const width of WIDTHS) {
    const context = await browser.newContext({
      viewport: { width, height: 800 }, bypassCSP: true, extraHTTPHeaders: headers
    })
    const page = await context.newPage()
    await page.goto(url)
    const picture = screenshots && `${screenshots}/${name(address)}-${width}.png`
    if (picture) await page.screenshot({ path: picture, fullPage: true })
    // Closed details hide their content from the checker, so they are opened.
    await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true }))
    await page.evaluate(axe)
    const { violations } = await page.evaluate(([runOnly, off]) => globalThis.axe.run({
      runOnly, rules: Object.fromEntries(off.map((rule) => [rule, { enabled: false }]))
    }), [RULES, off])
    for (const { id, help, nodes } of violations) {
      found += 1
      console.log(`${address} at ${width} px: ${id}: ${help}`)
      for (const node of nodes.slice(0, 3)) console.log(`    ${node.html.slice(0, 160)}`)
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth)
    if (width === WIDTHS[0] && wide > width) {
      found += 1
      console.log(`${address}: scrolls sideways at ${width} px (${wide} px wide)`)
    }
    await context.close()
  }
  return found
}

function name(address) {
  return basename(address).replace(/\.html$/, '').replace(/[^\w-]+/g, '-') || 'index'
}

function options(words) {
  const found = { pages: [], screenshots: undefined, headers: {} }
  let isEmail = false
  for (let at = 0; at < words.length; at += 1) {
    if (words[at] === '--screenshots') found.screenshots = words[at += 1]
    else if (words[at] === '--header') {
      const [, key, value] = /^([^=]+)=(.*)$/.exec(words[at += 1])
      found.headers[key] = value
    } else if (words[at] === '--email') isEmail = true
    else found.pages.push({ address: words[at], isEmail })
  }
  return found
}

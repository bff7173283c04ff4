// Opens pages in a real browser at three widths and reports what axe finds, and
// whether anything scrolls sideways at 320 px. Takes addresses or files:
//
//   node tests/axe.mjs [--screenshots DIR] [--header NAME=VALUE] PAGE… [--email PAGE…]
//
// What follows --email is shown inside a mail reader, so it needs no landmarks.
//
// Ends with 1 if any page has a fault.
import { mkdirSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { launch } from './support/browser.mjs'
import { faults } from './support/checker.mjs'

const NOT_IN_EMAIL = ['landmark-one-main', 'region']

const { pages, screenshots, headers } = options(process.argv.slice(2))
if (pages.length === 0) {
  console.error('usage: node tests/axe.mjs [--screenshots DIR] [--header NAME=VALUE] PAGE… [--email PAGE…]')
  process.exit(2)
}
if (screenshots) mkdirSync(screenshots, { recursive: true })

const browser = await launch()
let all = 0
try {
  for (const { address, isEmail } of pages) {
    const found = await look(address, isEmail)
    all += found.length
    for (const fault of found) console.log(`${address} ${fault}`)
  }
} finally {
  await browser.close()
}
console.log(all === 0 ? `${pages.length} pages, no faults` : `${all} faults`)
process.exitCode = all === 0 ? 0 : 1

/** Looks at one page at every width; answers its faults. */
async function look(address, isEmail) {
  const url = /^https?:/.test(address) ? address : pathToFileURL(resolve(address)).href
  const context = await browser.newContext({ extraHTTPHeaders: headers })
  const page = await context.newPage()
  await page.goto(url)
  const found = await faults(page, {
    off: isEmail ? NOT_IN_EMAIL : [],
    picture: screenshots && ((width) => page.screenshot({
      path: `${screenshots}/${name(address)}-${width}.png`, fullPage: true
    }))
  })
  await context.close()
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

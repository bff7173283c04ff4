// Takes the README's pictures from a demonstration that runs:
//
//   node tests/screenshots.mjs http://127.0.0.1:8080 DIR
//
// Each is the top of a page, as someone sees it who has just opened it.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { launch } from './support/browser.mjs'

const PHONE = { width: 390, height: 844 }
const DESKTOP = { width: 1200, height: 900 }
// Whose card of the demonstration, what to open once logged in, on what, as which picture.
const PICTURES = [
  ['things to do', '/passport', PHONE, 'passport-phone'],
  ['things to do', '/passport', DESKTOP, 'passport'],
  ['everyone who reports', '/team', DESKTOP, 'team'],
  ['the imports', '/imports/1', DESKTOP, 'import'],
  ['the imports', '/deliveries', DESKTOP, 'deliveries'],
  ['figures', '/figures', DESKTOP, 'figures']
]

const [address, folder] = process.argv.slice(2)
if (!folder) {
  console.error('usage: node tests/screenshots.mjs ADDRESS DIR')
  process.exit(2)
}
mkdirSync(folder, { recursive: true })
await ready()
const browser = await launch()
try {
  for (const [words, path, viewport, name] of PICTURES) {
    const page = await browser.newPage({ viewport })
    await page.goto(`${address}/demo`)
    const card = page.locator('.app-person-card').filter({ hasText: words }).first()
    await card.getByRole('button').click()
    await page.waitForLoadState()
    const answer = await page.goto(address + path)
    if (!answer.ok()) throw new Error(`${path} answers ${answer.status()}`)
    await page.screenshot({ path: join(folder, `${name}.png`) })
    await page.close()
  }
} finally {
  await browser.close()
}

/** Waits until the demonstration answers, which it does once it is made. */
async function ready() {
  for (let tries = 0; tries < 600; tries += 1) {
    const answer = await fetch(`${address}/health/live`).catch(() => undefined)
    if (answer?.ok) return
    await setTimeout(500)
  }
  throw new Error(`${address} does not answer`)
}

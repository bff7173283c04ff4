// Journeys through the product in a real browser, as sentences; then axe on every
// page of every role.
//
//   node tests/journeys.mjs --start PASSPORT          starts a small demonstration
//   node tests/journeys.mjs http://127.0.0.1:8080     uses one that runs
//   … --screenshots DIR                               keeps pictures of every page
//
// Ends with 1 if a journey fails or a page has a fault.
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { DESKTOP, Journeys, PHONE, focused, launch, see, tabTo } from './support/browser.mjs'
import { EveryPage } from './support/every_page.mjs'
import { Program } from './support/program.mjs'

const { address, start, screenshots } = options(process.argv.slice(2))
if (screenshots) mkdirSync(screenshots, { recursive: true })

const demo = start ? await demonstration(start) : { address, stop: async () => {} }
const browser = await launch()
const journeys = new Journeys(browser)
const open = (...how) => journeys.open(...how)
try {
  await journeys.journey('a nurse sees her reds and why, on a phone, and opens the PDF', nurse)
  await journeys.journey('a nurse finds the same with a keyboard alone', keyboard)
  await journeys.journey('without JavaScript every step works', withoutScript)
  await journeys.journey('a ward manager opens a passport of her team and comes back', manager)
  await journeys.journey('a training lead looks at an import and the month', lead)
  await journeys.journey('a director sees figures and no names', director)
  await journeys.journey('log-out ends it, and the back button shows nothing', logOut)
  await journeys.journey('axe finds no fault on any page of any role', everyPage)
} finally {
  await browser.close()
  await demo.stop()
}
journeys.finish()

async function nurse() {
  const page = await open(PHONE)
  await logIn(page, 'things to do')
  await see(page, 'h1', 'Your training passport')
  await see(page, '.app-lead', 'to do')
  const card = page.locator('#to-do ~ .app-lines .app-line').first()
  await card.locator('summary').first().click()
  assert.match(await card.locator('details[open]').innerText(), /Required (of|by)/)
  const href = await page.getByRole('link', { name: 'Download as PDF' }).getAttribute('href')
  const pdf = await page.request.get(demo.address + href)
  assert.equal(pdf.headers()['content-type'], 'application/pdf')
  assert.equal((await pdf.body()).subarray(0, 5).toString(), '%PDF-')
  await page.context().close()
}

async function keyboard() {
  const page = await open(DESKTOP)
  await page.goto(demo.address)
  await tabTo(page, 'Choose a person')
  await Promise.all([page.waitForURL('**/demo'), page.keyboard.press('Enter')])
  await tabTo(page, 'Log in as')
  await Promise.all([page.waitForURL('**/passport'), page.keyboard.press('Enter')])
  await see(page, 'h1', 'Your training passport')
  await page.keyboard.press('Tab')
  assert.ok((await focused(page)).includes('Skip to main content'), 'the first stop skips the header')
  await page.keyboard.press('Enter')
  await tabTo(page, 'Why and history')
  await page.keyboard.press('Enter')
  assert.equal(await page.locator('details[open]').count(), 1)
  const outline = await page.evaluate(() => {
    const style = getComputedStyle(document.activeElement)
    return style.outlineStyle !== 'none' || style.boxShadow !== 'none' || style.backgroundColor !== 'rgba(0, 0, 0, 0)'
  })
  assert.ok(outline, 'one sees where one is')
  await page.context().close()
}

async function withoutScript() {
  const page = await open(PHONE, { javaScriptEnabled: false })
  await logIn(page, 'things to do')
  await see(page, 'h1', 'Your training passport')
  await page.getByRole('button', { name: 'Log out' }).click()
  await see(page, 'h1', 'Your training passport')
  assert.equal(await page.getByText('Choose a person').count(), 1)
  await page.context().close()
}

async function manager() {
  const page = await open(DESKTOP)
  await logIn(page, 'everyone who reports')
  await see(page, 'h1', 'My team')
  const first = page.locator('tbody th a.app-title').first()
  const name = await first.innerText()
  await first.click()
  await see(page, 'h1', `Training passport of ${name}`)
  await page.getByRole('link', { name: 'My team' }).first().click()
  await see(page, 'h1', 'My team')
  await page.context().close()
}

async function lead() {
  const page = await open(DESKTOP)
  await logIn(page, 'the imports')
  await see(page, 'h1', 'Your desk')
  await page.getByRole('link', { name: 'Find a person' }).first().click()
  await page.getByLabel('Name, employee number').fill('nurse')
  await page.getByRole('button', { name: 'Search' }).click()
  await see(page, 'h2', 'found')
  await page.getByRole('link', { name: 'Imports' }).first().click()
  await page.getByRole('link', { name: 'Import 1' }).click()
  await see(page, 'main', 'Rows')
  await page.context().close()
}

async function director() {
  const page = await open(DESKTOP)
  await logIn(page, "nobody's name")
  await see(page, 'h1', 'Training figures')
  await see(page, 'main', '%')
  const team = await page.goto(`${demo.address}/team`)
  assert.equal(team.status(), 403)
  await see(page, 'h1', 'You cannot see this page')
  await page.context().close()
}

async function logOut() {
  const page = await open(DESKTOP)
  await logIn(page, 'things to do')
  await page.getByRole('button', { name: 'Log out' }).click()
  await see(page, 'h1', 'Your training passport')
  await page.goBack()
  assert.equal(new URL(page.url()).pathname, '/demo', 'the page is asked for again, and is not given')
  await page.context().close()
}

/** Every page of every role, at three widths. */
async function everyPage() {
  const pages = new EveryPage(journeys, demo, screenshots)
  const roles = [
    ['stranger', undefined, ['/', '/demo', '/accessibility', '/privacy', '/nowhere']],
    ['nurse', 'things to do', ['/passport', '/passport?as-at=2026-01-01', '/passport?as-at=x', '/team', '/passport/nobody', '/privacy']],
    ['manager', 'everyone who reports', ['/passport', '/team', 'first of team', '/jobs']],
    ['lead', 'the imports', ['/passport', '/deliveries', 'first of deliveries', '/imports', '/imports/1', '/people', '/people?q=nurse&page=2', '/people?q=zzz', '/jobs', '/figures']],
    ['director', "nobody's name", ['/passport', '/figures']],
    ['two-posts', 'two posts', ['/passport']],
    ['maternity', 'Away', ['/passport']],
    ['diacritics', 'every letter', ['/passport']]
  ]
  for (const [role, about, paths] of roles) {
    const page = await open(DESKTOP)
    if (about) await logIn(page, about)
    for (const path of paths) {
      const list = /^first of (.*)$/.exec(path)?.[1]
      await page.goto(`${demo.address}${list ? `/${list}` : path}`)
      const first = page.locator('tbody th a').first()
      if (list && await first.count() === 0) continue
      if (list) await page.goto(demo.address + await first.getAttribute('href'))
      await pages.look(`${role}: ${path}`, page)
    }
    await page.context().close()
  }
  pages.finish()
}

/** Logs in as the person whose description holds the words. */
async function logIn(page, ...words) {
  await page.goto(`${demo.address}/demo`)
  const card = page.locator('.app-person-card').filter({ hasText: new RegExp(words.join('|')) }).first()
  await card.getByRole('button').click()
  await page.waitForLoadState()
}

/** A small demonstration of its own, in a folder that goes away. */
async function demonstration(binary) {
  const program = await Program.at(binary)
  await program.start(['demo', '--dir', program.folder, '--port', String(program.port), '--staff', '400'])
  return program
}

function options(words) {
  const found = { address: undefined, start: undefined, screenshots: undefined }
  for (let at = 0; at < words.length; at += 1) {
    if (words[at] === '--start') found.start = words[at += 1]
    else if (words[at] === '--screenshots') found.screenshots = words[at += 1]
    else found.address = words[at].replace(/\/$/, '')
  }
  if (!found.address && !found.start) {
    console.error('usage: node tests/journeys.mjs (ADDRESS | --start PASSPORT) [--screenshots DIR]')
    process.exit(2)
  }
  return found
}

// A manager's team and supervision, in a real browser against a real server; then
// axe at three widths, with JavaScript and without, on the pages that are met.
//
//   node tests/team_journeys.mjs PASSPORT                the program to try
//   … --screenshots DIR                                  keeps pictures of every page
//
// Ends with 1 if a journey fails or a page has a fault.
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { DESKTOP, Journeys, PHONE, launch, press, see } from './support/browser.mjs'
import { EveryPage } from './support/every_page.mjs'
import { Program } from './support/program.mjs'

const [binary, option, screenshots] = process.argv.slice(2)
if (!binary || (option && option !== '--screenshots')) {
  console.error('usage: node tests/team_journeys.mjs PASSPORT [--screenshots DIR]')
  process.exit(2)
}
if (screenshots) mkdirSync(screenshots, { recursive: true })

const program = await Program.at(binary)
const browser = await launch()
const journeys = new Journeys(browser)
const open = (...how) => journeys.open(...how)
const pages = new EveryPage(journeys, program, screenshots)
try {
  await program.start(['demo', '--dir', program.folder, '--port', String(program.port), '--staff', '400'])
  await journeys.journey('a manager finds who must do what, on a phone and without JavaScript', team)
  await journeys.journey('a manager prepares supervision and finds last month\'s action done', supervision)
  await journeys.journey('a manager walks through team, query and supervision by keyboard, and sees where she is', keyboard)
  await journeys.journey('axe finds no fault on any page of a team', everyPage)
} finally {
  await browser.close()
  await program.stop()
}
journeys.finish()

async function team() {
  const page = await open(PHONE, { javaScriptEnabled: false })
  await logInAs(page, 'everyone who reports')
  await see(page, 'h1', 'My team')
  const all = await page.locator('tbody th a.app-title').count()
  assert.ok(all > 5)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth)
  assert.ok(wide <= 320, `the page is ${wide} wide`)
  assert.equal(await page.locator('.app-grid').isVisible(), false, 'a list stands for the grid')
  const member = page.locator('.app-member').first()
  assert.equal(await member.getByRole('link').count(), 0, 'closed')
  await member.locator('summary').click()
  assert.ok(await member.getByRole('link', { name: /^Passport of / }).isVisible())
  const tall = await page.evaluate(() => document.documentElement.scrollHeight)
  assert.ok(tall < 6000, `the page is ${tall} tall`)
  await page.getByLabel('Show', { exact: true }).selectOption('to-do')
  await page.getByLabel('Sort by').selectOption('name')
  await press(page, 'button', 'Show')
  assert.match(page.url(), /show=to-do&.*sort=name/)
  assert.match(await page.locator('#answer').innerText(), /^\d+ of \d+ people have something to do$/)
  await press(page, 'link', 'Show everyone')
  assert.equal(await page.locator('tbody th a.app-title').count(), all)
  for (const name of ['Team meeting sheet (PDF)', 'Supervision pack (PDF)']) {
    const href = await page.getByRole('link', { name }).getAttribute('href')
    const pdf = await page.request.get(program.address + href)
    assert.equal((await pdf.body()).subarray(0, 5).toString(), '%PDF-', name)
  }
  await page.context().close()
}

async function supervision() {
  // Whoever can log in here and is in the team of a manager who can, too.
  const nurse = await open(PHONE)
  const number = await logInAs(nurse, 'things to do')
  const name = await nurse.locator('.app-person').evaluate((line) => line.firstChild.textContent.trim())
  const manager = await open(DESKTOP)
  await logInAs(manager, 'everyone who reports')
  await manager.getByLabel('Name or number').fill(number)
  await press(manager, 'button', 'Show')
  await press(manager, 'link', name)
  await press(manager, 'link', 'Supervision')
  await see(manager, 'h1', `Supervision of ${name}`)
  await press(manager, 'button', 'Record and confirm')
  assert.match(await manager.title(), /^Error: /)
  await see(manager, '.nhsuk-error-summary', 'Enter the day')
  await pages.look('supervision with a mistake', manager)

  const [day, month, year] = today()
  await fillDay(manager, 'on', [day, month, year])
  await manager.getByLabel('What is to be done').first().fill('Book the class on resuscitation')
  await manager.getByLabel(name, { exact: true }).first().check()
  await fillDay(manager, 'due-1', ['15', '12', String(Number(year) + 1)])
  await press(manager, 'button', 'Record and confirm')
  await see(manager, '.nhsuk-notification-banner', 'The discussion is recorded')
  await see(manager, '.app-discussion', 'Not confirmed yet')

  await nurse.goto(`${program.address}/passport`)
  await see(nurse, 'section[aria-labelledby=actions]', 'Book the class on resuscitation')
  await press(nurse, 'link', 'Supervision')
  await nurse.getByLabel('Yes').check()
  await press(nurse, 'button', 'Confirm')
  await see(nurse, '.app-discussion', 'You agree')
  await press(nurse, 'button', 'Mark as done')
  await see(nurse, '.nhsuk-notification-banner', 'The action is marked as done')
  await pages.look('own supervision', nurse)

  await manager.reload()
  await see(manager, '.app-discussion', 'Agreed')
  await see(manager, '.app-discussion', `says ${name}`)
  await pages.look('supervision', manager)
  const pack = await manager.getByRole('link', { name: 'Supervision pack' }).getAttribute('href')
  const pdf = await manager.request.get(program.address + pack)
  assert.equal((await pdf.body()).subarray(0, 5).toString(), '%PDF-')
}

async function keyboard() {
  const nurse = await open(PHONE)
  const number = await logInAs(nurse, 'things to do')
  await press(nurse, 'link', 'This is wrong')
  await nurse.getByLabel('I have done this').check()
  await press(nurse, 'button', 'Send')
  const manager = await open(DESKTOP)
  await logInAs(manager, 'everyone who reports')
  await walk(manager, '/team')
  await walk(manager, `/passport/${number}/supervision`)
  await manager.goto(`${program.address}/queries`)
  const query = await manager.locator('main a[href^="/queries/"]').first().getAttribute('href')
  await walk(manager, query)
}

/** From the top of a page to its last link with Tab alone: each stop is seen, comes
    after the one before it, and lets go again. */
async function walk(page, path) {
  await page.goto(program.address + path)
  const last = page.locator('footer a').last()
  for (let stops = 0; stops < 400; stops += 1) {
    const before = await page.evaluateHandle(() => document.activeElement)
    await page.keyboard.press('Tab')
    const fault = await page.evaluate((before) => {
      const here = document.activeElement
      if (here === document.body) return 'the focus is lost'
      // What opens is marked at its words.
      const marked = [here, ...here.children].some((one) => {
        const style = getComputedStyle(one)
        return style.outlineStyle !== 'none' || style.boxShadow !== 'none'
      })
      const box = here.getBoundingClientRect()
      if (!marked) return `nothing marks ${here.outerHTML.slice(0, 120)}`
      if (box.width === 0 || box.height === 0) return `${here.outerHTML.slice(0, 120)} is not there to be seen`
      const follows = before.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING
      return before === document.body || follows ? '' : `${here.outerHTML.slice(0, 120)} comes too late`
    }, before)
    assert.equal(fault, '', `${path}, stop ${stops + 1}`)
    if (await last.evaluate((link) => link === document.activeElement)) return
  }
  assert.fail(`${path} does not end`)
}

async function everyPage() {
  const page = await open(DESKTOP)
  await logInAs(page, 'everyone who reports')
  await pages.of('manager', page, ['/team?show=due&sort=expiry', '/team?q=nobody-at-all', '/supervision'])
  pages.finish()
}

/** Presses the button of somebody of the demonstration; answers their number. */
async function logInAs(page, about) {
  await page.goto(`${program.address}/demo`)
  const card = page.locator('.app-person-card').filter({ hasText: about }).first()
  const number = await card.locator('input[name=person]').getAttribute('value')
  await Promise.all([page.waitForEvent('load'), card.getByRole('button').click()])
  return number
}

async function fillDay(page, field, parts) {
  for (const [place, part] of ['day', 'month', 'year'].entries()) {
    await page.locator(`#${field}-${part}`).fill(parts[place])
  }
}

function today() {
  const now = new Date()
  return [now.getDate(), now.getMonth() + 1, now.getFullYear()].map(String)
}

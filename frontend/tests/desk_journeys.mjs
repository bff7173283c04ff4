// The training lead's desk, in a real browser against a small demonstration, as
// sentences; then axe on every page that the desk leads to.
//
//   node tests/desk_journeys.mjs PASSPORT                the program to try
//   … --screenshots DIR                                  keeps pictures of every page
//
// Ends with 1 if a journey fails or a page has a fault.
import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DESKTOP, Journeys, PHONE, launch, press, see } from './support/browser.mjs'
import { EveryPage } from './support/every_page.mjs'
import { Program } from './support/program.mjs'

const [binary, option, screenshots] = process.argv.slice(2)
if (!binary || (option && option !== '--screenshots')) {
  console.error('usage: node tests/desk_journeys.mjs PASSPORT [--screenshots DIR]')
  process.exit(2)
}
if (screenshots) mkdirSync(screenshots, { recursive: true })

const program = await Program.at(binary)
const browser = await launch()
const journeys = new Journeys(browser)
const open = (...how) => journeys.open(...how)
try {
  await program.start(['demo', '--dir', program.folder, '--port', String(program.port), '--staff', '400'])
  await journeys.journey(
    'a training lead gives an unknown competence name its place, and the line turns green', unknownName)
  await journeys.journey('an exemption given here outlives the next file', exemption)
  await journeys.journey('axe finds no fault on any page of the desk', everyPage)
} finally {
  await browser.close()
  await program.stop()
}
journeys.finish()

/** Logs in as the person whose description holds the words. */
async function logIn(page, words) {
  await page.goto(`${program.address}/demo`)
  const card = page.locator('.app-person-card').filter({ hasText: words }).first()
  await Promise.all([page.waitForEvent('load'), card.getByRole('button').click()])
}

/** The nurse with things to do: her name, her number, and her first training to do. */
async function nurse(lead) {
  const page = await open(PHONE)
  await logIn(page, 'things to do')
  const line = page.locator('#to-do ~ .app-lines .app-line').filter({ hasText: 'expired' }).first()
  const training = (await line.locator('h3').innerText()).trim()
  const name = (await page.locator('.nhsuk-header__account-item').first().innerText()).trim()
  await lead.goto(`${program.address}/people?q=${encodeURIComponent(name)}`)
  const number = (await lead.locator('tbody td').last().locator('span').last().innerText()).trim()
  return { page, name, number, training }
}

/** Imports a file in the browser. */
async function bring(page, name, text) {
  const path = join(program.folder, name)
  writeFileSync(path, text)
  await page.goto(`${program.address}/imports/new`)
  await page.locator('input[type=file]').setInputFiles(path)
  await press(page, 'button', 'Continue')
  await see(page, 'h1', 'Check what would change')
  await press(page, 'button', 'Import')
  await see(page, 'main', 'Rows')
}

async function unknownName() {
  const lead = await open(DESKTOP)
  await logIn(lead, 'the imports')
  const { page, name, number, training } = await nurse(lead)
  const today = new Date().toLocaleDateString('sv', { timeZone: 'Europe/London' })
  const unknown = `999|LOCAL|${training.replace(',', '')} - 9 Years|`
  await bring(lead, 'awards.csv', `Employee Number,Competence Name,Date Last Awarded\n${number},${unknown},${today}\n`)

  await press(lead, 'link', 'Your desk')
  await see(lead, 'h1', 'Your desk')
  await press(lead, 'link', 'Unknown names')
  await press(lead, 'link', unknown)
  await see(lead, 'main', '1 award of 1 person uses this name')
  assert.equal(await lead.locator('input[type=radio]:checked').count(), 1, 'the nearest is chosen')
  await press(lead, 'button', 'Continue')
  await see(lead, 'main', '1 becomes compliant')
  await see(lead, 'main', name)
  await press(lead, 'button', 'Confirm the name')
  await see(lead, 'main', 'The name has its place')

  await page.reload()
  const left = page.locator('#to-do ~ .app-lines .app-line h3').filter({ hasText: training })
  assert.equal(await left.count(), 0, `${training} is green`)
}

async function exemption() {
  const lead = await open(DESKTOP, { javaScriptEnabled: false })
  await logIn(lead, 'the imports')
  const { page, name, number } = await nurse(lead)
  await page.goto(`${program.address}/passport`)
  const training = (await page.locator('#to-do ~ .app-lines .app-line h3').first().innerText()).trim()
  await lead.goto(`${program.address}/exemptions/new`)
  await lead.getByLabel('Find a person').fill(name)
  await press(lead, 'button', 'Search')
  await press(lead, 'link', name)
  const subjects = await lead.locator('#subject option').allInnerTexts()
  const subject = subjects.find((one) => one !== 'Choose' && training.startsWith(one))
  const other = subjects.find((one) => one !== 'Choose' && one !== subject)
  await lead.locator('#subject').selectOption(subject)
  await lead.getByLabel('No end').check()
  await press(lead, 'button', 'Continue')
  await see(lead, '.nhsuk-error-summary', 'Enter a reason')
  await lead.getByLabel('Reason').fill('Advice of occupational health')
  await lead.getByLabel('Agreed by').fill('the training lead')
  await press(lead, 'button', 'Continue')
  await see(lead, 'main', 'Exempt')
  await press(lead, 'button', 'Give the exemption')
  await see(lead, 'main', 'The exemption is given')
  await unfolded(page)
  await see(page, 'main', 'Exempt, agreed by the training lead')

  await bring(lead, 'exemptions.csv', [
    'Employee Number,Subject,Date From,Date To,Reason,Approved By',
    `${number},${other},2026-01-01,2030-01-01,,A Manager`, ''
  ].join('\n'))
  await unfolded(page)
  await see(page, 'main', 'Exempt, agreed by the training lead')
}

/** Loads a passport again with all that it folds away: what asks nothing now is. */
async function unfolded(page) {
  await page.reload()
  await page.locator('details.app-fold').evaluateAll((folds) => folds.forEach((fold) => { fold.open = true }))
}

/** Everything the desk leads to, and its forms sent off empty. */
async function everyPage() {
  const pages = new EveryPage(journeys, program, screenshots)
  const page = await open(DESKTOP)
  await logIn(page, 'the imports')
  await page.goto(`${program.address}/desk`)
  await pages.of('desk', page, ['/exemptions/returns', '/units?show=unmanaged', '/competences?q=fire'])
  for (const [path, button] of [
    ['/exemptions/new', 'Continue'], ['/exemptions/returns/new', 'Continue'],
    ['/extensions/new', 'Continue'], ['/competences/aliases/new', 'Continue']
  ]) {
    await page.goto(program.address + path)
    await press(page, 'button', button)
    assert.match(await page.title(), /^Error: /, path)
    await pages.look(`desk: ${path} with mistakes`, page)
  }
  pages.finish()
}

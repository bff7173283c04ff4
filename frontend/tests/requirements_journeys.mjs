// The requirement matrix in a real browser against a demonstration, as sentences:
// drafted, rehearsed, published and taken back; two at once; then axe on its pages.
//
//   node tests/requirements_journeys.mjs PASSPORT        the program to try
//   … --screenshots DIR                                  keeps pictures of every page
//
// Ends with 1 if one fails or a page has a fault.
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { DESKTOP, Journeys, PHONE, launch, press, see } from './support/browser.mjs'
import { EveryPage } from './support/every_page.mjs'
import { Program } from './support/program.mjs'

const [binary, option, screenshots] = process.argv.slice(2)
if (!binary || (option && option !== '--screenshots')) {
  console.error('usage: node tests/requirements_journeys.mjs PASSPORT [--screenshots DIR]')
  process.exit(2)
}
if (screenshots) mkdirSync(screenshots, { recursive: true })

const program = await Program.at(binary)
const browser = await launch()
const journeys = new Journeys(browser)
const pages = new EveryPage(journeys, program, screenshots)
const next = new Date().getUTCFullYear() + 1
try {
  await program.start(['demo', '--dir', program.folder, '--port', String(program.port), '--staff', '300'])
  await journeys.journey('a training lead rehearses, publishes and undoes a requirement', alone)
  await journeys.journey('two people edit the matrix at once', together)
  await journeys.journey('a local period is justified, and its hours are in the register', local)
  await journeys.journey('axe finds no fault on any page of the matrix', everyPage)
} finally {
  await browser.close()
  await program.stop()
}
journeys.finish()

async function alone() {
  const page = await lead(DESKTOP)
  await press(page, 'link', 'Requirements')
  await see(page, 'h1', 'Requirements')
  await press(page, 'button', 'Add a requirement')
  await press(page, 'button', 'Save to the draft')
  await see(page, '.nhsuk-error-summary', 'Choose for whom it is')
  await pages.look('form with mistakes', page)
  await page.getByLabel('The whole organisation').check()
  await page.getByLabel('Subject').selectOption('Food Hygiene')
  await page.getByLabel('Level', { exact: true }).fill('2')
  await terms(page, 'Everyone in the kitchens of our wards')
  await press(page, 'button', 'Save to the draft')
  await see(page, 'h1', 'Food Hygiene')
  await pages.look('a cell', page)
  await page.goto(`${program.address}/requirements/draft`)
  await press(page, 'button', 'Rehearse all of it')
  await see(page, '.app-lead', 'turn red')
  await pages.look('a rehearsal', page)
  const [download] = await Promise.all([
    page.waitForEvent('download'), page.getByRole('link', { name: 'as CSV' }).click()
  ])
  assert.equal(download.suggestedFilename(), 'rehearsal.csv')
  await page.goto(`${program.address}/requirements/draft`)
  await press(page, 'button', 'Continue to publish')
  await press(page, 'button', 'Publish')
  await see(page, '.nhsuk-notification-banner', 'published')
  await pages.look('published', page)
  await page.goto(`${program.address}/requirements?kind=organisation&subject=Food+Hygiene`)
  await see(page, '.app-cells', 'Food Hygiene')
  await page.goto(`${program.address}/requirements/draft`)
  await press(page, 'link', 'Take back')
  await see(page, 'main', 'What was required on past days stays as it was')
  await press(page, 'button', 'Take it back')
  await see(page, '.nhsuk-notification-banner', 'taken back')
  await page.goto(`${program.address}/requirements?kind=organisation&subject=Food+Hygiene`)
  assert.equal(await page.locator('.app-cells').count(), 0)
  await page.context().close()
}

async function together() {
  const [one, two] = [await lead(DESKTOP), await lead(PHONE)]
  for (const page of [one, two]) {
    await page.goto(`${program.address}/requirements?kind=organisation`)
    await press(page, 'link', 'Conflict Resolution')
    await press(page, 'link', 'Change')
    await see(page, 'h1', 'Change a requirement')
  }
  await terms(one, 'The first to save')
  await press(one, 'button', 'Save to the draft')
  await terms(two, 'The second to save')
  await press(two, 'button', 'Save to the draft')
  await see(two, '.nhsuk-error-summary', 'Somebody else has changed this')
  await see(two, '#meanwhile', 'The first to save')
  assert.equal(await two.getByLabel('Reason').inputValue(), 'The second to save')
  await pages.look('two at once', two)
  await press(two, 'button', 'Save mine too')
  await see(two, 'main', 'The second to save')
  await two.goto(`${program.address}/requirements/draft`)
  await press(two, 'button', 'Remove')
  await Promise.all([one, two].map((page) => page.context().close()))
}

async function local() {
  const page = await lead(DESKTOP)
  await page.goto(`${program.address}/requirements/variations`)
  await press(page, 'link', 'Say why')
  await page.getByLabel('Why', { exact: true }).fill('Our risk assessment asks for it')
  await page.getByLabel('Agreed by').fill('The training committee')
  await day(page, 'Review on', '1', '12', String(next))
  await press(page, 'button', 'Save')
  await see(page, 'main', 'Our risk assessment asks for it')
  await press(page, 'link', 'over-training register')
  await see(page, 'h1', 'Over-training register')
  await page.context().close()
}

async function everyPage() {
  const page = await lead(DESKTOP)
  for (const path of ['', '/propose', '/draft', '/variations', '/over-training']) {
    await page.goto(`${program.address}/requirements${path}`)
    await pages.look(`requirements${path}`, page)
  }
  await page.goto(`${program.address}/requirements/variations`)
  await page.locator('tbody a').first().click()
  await pages.look('a justification', page)
  await page.context().close()
  pages.finish()
}

/** The terms of a change, from the first of January on. */
async function terms(page, reason) {
  await page.getByLabel('C, compulsory').check()
  await day(page, 'First day', '1', '1', String(next))
  await page.getByLabel('Reason').fill(reason)
  await page.getByLabel('Agreed by').fill('The training committee')
}

async function day(page, legend, ...parts) {
  const group = page.getByRole('group', { name: legend, exact: true })
  for (const [at, name] of ['Day', 'Month', 'Year'].entries()) {
    await group.getByLabel(name, { exact: true }).fill(parts[at])
  }
}

async function lead(viewport) {
  const page = await journeys.open(viewport)
  await page.goto(`${program.address}/demo`)
  const card = page.locator('.app-person-card').filter({ hasText: 'the imports' }).first()
  await card.getByRole('button').click()
  await page.waitForLoadState()
  return page
}

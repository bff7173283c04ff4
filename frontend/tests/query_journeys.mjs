// "This is wrong" and training from elsewhere, in a real browser against a small
// demonstration, as sentences; axe looks at every page on the way.
//
//   node tests/query_journeys.mjs PASSPORT               the program to try
//   … --screenshots DIR                                  keeps pictures of the pages
//
// Ends with 1 if a journey fails or a page has a fault.
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { DESKTOP, Journeys, PHONE, launch, press, see } from './support/browser.mjs'
import { EveryPage } from './support/every_page.mjs'
import { Program } from './support/program.mjs'

/** A picture of one point, with a line of text in it. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64'
)

const [binary, option, screenshots] = process.argv.slice(2)
if (!binary || (option && option !== '--screenshots')) {
  console.error('usage: node tests/query_journeys.mjs PASSPORT [--screenshots DIR]')
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
  await journeys.journey('a nurse disputes a line and wins', disputes)
  await journeys.journey('evidence from another trust becomes an award', elsewhere)
  await journeys.journey('axe finds no fault on the way, and JavaScript changes nothing', async () => pages.finish())
} finally {
  await browser.close()
  await program.stop()
}
journeys.finish()

async function disputes() {
  // On a telephone, without scripts.
  const nurse = await open(PHONE, { javaScriptEnabled: false })
  await logIn(nurse, 'things to do')
  const card = nurse.locator('#to-do ~ .app-lines .app-line').first()
  const title = await card.locator('h3').innerText()
  await Promise.all([nurse.waitForEvent('load'), card.getByRole('link', { name: 'This is wrong' }).click()])
  await see(nurse, 'main', title)
  await press(nurse, 'button', 'Send')
  assert.match(await nurse.title(), /^Error: /)
  await see(nurse, '.nhsuk-error-summary', 'Choose what is wrong')
  await nurse.getByLabel('I have done this').check()
  await nurse.locator('input[type=file]').setInputFiles([
    { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('not a picture') }
  ])
  await press(nurse, 'button', 'Send')
  await see(nurse, '.nhsuk-error-summary', 'is not a JPEG, PNG or PDF')
  await nurse.locator('input[type=file]').setInputFiles([
    { name: 'certificate.png', mimeType: 'image/png', buffer: PICTURE }
  ])
  await press(nurse, 'button', 'Send')
  await see(nurse, 'main', 'It is sent')
  await nurse.goto(`${program.address}/passport`)
  await see(nurse, 'main', 'Under query since')

  const lead = await open(DESKTOP)
  await logIn(lead, 'the imports')
  await lead.goto(`${program.address}/queries?show=others`)
  await pages.look('queries of others', lead)
  const listed = lead.getByRole('heading', { name: title }).getByRole('link').first()
  await Promise.all([lead.waitForEvent('load'), listed.click()])
  const download = lead.waitForEvent('download')
  await lead.getByRole('link', { name: 'Download certificate.png' }).click()
  assert.match((await download).suggestedFilename(), /^evidence-\d+\.png$/)
  await lead.getByLabel('Agree, and record it').check()
  await press(lead, 'button', 'Send the answer')
  await see(lead, '.nhsuk-error-summary', 'Enter the day it was completed')
  await pages.look('an answer with mistakes', lead)
  const day = new Date(Date.now() - 10 * 86_400_000)
  await fillDay(lead, 'Day it was completed', day)
  await press(lead, 'button', 'Show what would follow')
  await see(lead, '#follows', 'It would')
  await lead.getByLabel('Reason', { exact: true }).fill('I have seen the certificate')
  await pages.look('an answer', lead)
  await press(lead, 'button', 'Send the answer')
  await see(lead, 'main', 'The answer is sent')
  await pages.look('answered', lead)

  await nurse.reload()
  await see(nurse, 'main', 'agreed, and recorded')
  await see(nurse, 'main', 'I have seen the certificate')
  const left = await nurse.locator('#to-do ~ .app-lines h3').allInnerTexts()
  assert.ok(!left.includes(title), `${title} is not to do any more`)
}

async function elsewhere() {
  const nurse = await open(PHONE)
  await logIn(nurse, 'things to do')
  await pages.look('passport', nurse)
  await press(nurse, 'link', 'This is wrong')
  await pages.look('this is wrong', nurse)
  await nurse.goto(`${program.address}/passport`)
  await press(nurse, 'link', 'Send in training from elsewhere')
  await press(nurse, 'button', 'Send')
  await see(nurse, '.nhsuk-error-summary', 'Enter who gave the training')
  await pages.look('training from elsewhere with mistakes', nurse)
  const subject = await nurse.locator('#subject option').nth(1).innerText()
  await nurse.getByLabel('Subject').selectOption(subject)
  await nurse.getByLabel('Name of the course').fill('A course at Elmbridge')
  await nurse.getByLabel('Who gave the training').fill('Elmbridge NHS Trust')
  await nurse.getByLabel('Yes').check()
  await fillDay(nurse, 'Day you completed it', new Date(Date.now() - 20 * 86_400_000))
  await nurse.locator('input[type=file]').setInputFiles([
    { name: 'certificate.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') }
  ])
  await press(nurse, 'button', 'Send')
  await see(nurse, 'main', 'It is sent')
  await pages.look('what a nurse asked', nurse)

  const lead = await open(DESKTOP)
  await logIn(lead, 'the imports')
  await lead.goto(`${program.address}/desk`)
  await see(lead, 'main', '1 with you')
  await press(lead, 'link', 'Prior learning')
  await pages.look('prior learning', lead)
  await press(lead, 'link', subject)
  await see(lead, 'main', 'Any NHS employer')
  await pages.look('a claim', lead)
  if (await lead.locator('#competence').inputValue() === '') await lead.locator('#competence').selectOption({ index: 1 })
  await lead.getByLabel('Agree, and record it').check()
  await lead.getByLabel('Reason', { exact: true }).fill('The certificate is in order')
  await press(lead, 'button', 'Send the answer')
  await see(lead, 'main', 'The answer is sent')
  await lead.goto(`${program.address}/prior-learning/rules`)
  await pages.look('the rules', lead)
  await lead.locator('tbody a').first().click()
  await pages.look('a rule', lead)

  await nurse.goto(`${program.address}/passport`)
  await see(nurse, 'main', 'The certificate is in order')
  // In date, it is folded away; where it came from is beside it.
  assert.match(await nurse.locator('main').textContent(), /transfer from Elmbridge NHS Trust/)
}

async function fillDay(page, group, day) {
  const fields = page.getByRole('group', { name: group })
  await fields.getByLabel('Day', { exact: true }).fill(String(day.getDate()))
  await fields.getByLabel('Month').fill(String(day.getMonth() + 1))
  await fields.getByLabel('Year').fill(String(day.getFullYear()))
}

/** Logs in as the person whose description holds the words. */
async function logIn(page, words) {
  await page.goto(`${program.address}/demo`)
  const card = page.locator('.app-person-card').filter({ hasText: words }).first()
  await Promise.all([page.waitForEvent('load'), card.getByRole('button').click()])
}

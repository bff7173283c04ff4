// Reminders in a real browser against a real server, as sentences.
//
//   node tests/reminder_journeys.mjs PASSPORT            the program to try
//   … --screenshots DIR                                  keeps pictures of every page
//
// Ends with 1 if a journey fails or a page has a fault.
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DESKTOP, Journeys, PHONE, launch, press, see } from './support/browser.mjs'
import { EveryPage } from './support/every_page.mjs'
import { Program } from './support/program.mjs'
import { choosePassword } from './support/steps.mjs'
import { Trust } from './support/trust.mjs'

const PASSWORD = 'lantern orchard seventeen'
const WORDS = 'Shall we find an hour for this on Thursday?'

const [binary, option, screenshots] = process.argv.slice(2)
if (!binary || (option && option !== '--screenshots')) {
  console.error('usage: node tests/reminder_journeys.mjs PASSPORT [--screenshots DIR]')
  process.exit(2)
}
if (screenshots) mkdirSync(screenshots, { recursive: true })

const program = await Program.at(binary)
const browser = await launch()
const journeys = new Journeys(browser)
const open = (...how) => journeys.open(...how)
const pages = new EveryPage(journeys, program, screenshots)
let trust
try {
  const extracts = join(program.folder, 'extracts')
  await program.command('generate', '--staff', '300', '--seed', '1', '--out', extracts)
  trust = new Trust(extracts)
  await program.command('import', ...trust.files)
  for (const [key, value] of [
    ['mail-to', program.mailTo], ['site-address', program.address],
    ['contact', 'learning@hartwell.example.nhs.uk']
  ]) await program.command('setting', 'set', key, value)
  await program.start(['serve', '--listen', `127.0.0.1:${program.port}`, '--site', program.address])
  await journeys.journey('a manager reminds a nurse, and she sees the message among hers', reminds)
  await journeys.journey('the ladder reminds once, and a second run sends nothing', ladder)
  await journeys.journey('axe finds no fault on a page of reminders', async () => pages.finish())
} finally {
  await browser.close()
  await program.stop()
}
journeys.finish()

async function reminds() {
  const { manager, members } = trust.team(3)
  const page = await enrol(manager, DESKTOP)
  let nurse
  for (const member of members) {
    await page.goto(`${program.address}/passport/${member.number}`)
    if (await page.getByRole('link', { name: `Remind ${member.name}` }).count()) {
      nurse = member
      break
    }
  }
  assert.ok(nurse, 'somebody of the team has something to do')
  await press(page, 'link', `Remind ${nurse.name}`)
  await see(page, 'h1', `Remind ${nurse.name}`)
  await pages.look('remind: choose', page)
  await press(page, 'button', 'Send reminder')
  assert.match(await page.title(), /^Error: /)
  await see(page, '.nhsuk-error-summary', 'Choose what to remind them of')
  await pages.look('remind: nothing chosen', page)
  await page.getByRole('checkbox').first().check()
  await page.getByLabel('A few words from you (optional)').fill(WORDS)
  await press(page, 'button', 'Send reminder')
  await see(page, 'main', `An email to ${nurse.name} is on its way`)
  await pages.look('remind: sent', page)
  const letter = await program.letterTo(nurse.email)
  assert.ok(letter.includes(manager.name) && letter.includes(WORDS), letter.slice(0, 2_000))

  const phone = await enrol(nurse, PHONE)
  await press(phone, 'link', 'Messages')
  await see(phone, 'h1', 'Messages to you')
  await see(phone, 'main', WORDS)
  await see(phone, 'main', `by ${manager.name}`)
  await see(phone, 'main', 'Sent')
  await pages.look('messages', phone)

  await page.goto(`${program.address}/passport/${nurse.number}/remind`)
  await see(page, 'main', `${manager.name} has reminded ${nurse.name} today`)
}

async function ladder() {
  await program.command('setting', 'set', 'reminder-ladder', '60, 30, 7 before; 1 after; escalate 28 after')
  const owed = (await program.command('remind', '--check', '--format', 'csv')).trim().split('\n')
  assert.ok(owed.length > 20, owed[0])
  assert.match(await program.command('remind'), /to be reminded/)
  assert.match(await program.command('remind'), /^0 people and 0 managers to be reminded/)
}

/** Lets somebody in the first time; answers the page that they are on. */
async function enrol(person, ...how) {
  const link = await program.command('account', 'invite', person.number)
  const page = await open(...how)
  await page.goto(link.trim())
  await choosePassword(page, PASSWORD)
  return page
}

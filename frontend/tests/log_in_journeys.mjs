// How people get in and are shut out, in a real browser against a real server: from
// an empty database by the link on the terminal to single sign-on, as sentences;
// then axe on every page of every role.
//
//   node tests/log_in_journeys.mjs PASSPORT              the program to try
//   … --screenshots DIR                                  keeps pictures of every page
//
// Each journey goes on from where the ones before it left the organisation. Ends
// with 1 if one fails or a page has a fault.
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { wrongCode } from './support/authenticator.mjs'
import { DESKTOP, Journeys, PHONE, launch, press, see, tabTo } from './support/browser.mjs'
import { EveryPage } from './support/every_page.mjs'
import { Program, linkIn } from './support/program.mjs'
import { CLIENT, provider } from './support/provider.mjs'
import { choosePassword, confirmCode, logIn, logOut, setUpApp, wrong } from './support/steps.mjs'
import { Trust } from './support/trust.mjs'

const PASSWORD = 'lantern orchard seventeen'
const OTHER_PASSWORD = 'gravel piano umbrella'
const SECRET = 'known-to-the-provider-and-us'

const [binary, option, screenshots] = process.argv.slice(2)
if (!binary || (option && option !== '--screenshots')) {
  console.error('usage: node tests/log_in_journeys.mjs PASSPORT [--screenshots DIR]')
  process.exit(2)
}
if (screenshots) mkdirSync(screenshots, { recursive: true })

const program = await Program.at(binary)
const browser = await launch()
const journeys = new Journeys(browser)
const open = (...how) => journeys.open(...how)
const pages = new EveryPage(journeys, program, screenshots)
const administrator = { name: 'Ada Farrow', email: 'ada.farrow@hartwell.example.nhs.uk', password: PASSWORD }
let trust
let people
try {
  const extracts = join(program.folder, 'extracts')
  await program.command('generate', '--staff', '300', '--seed', '1', '--out', extracts)
  trust = new Trust(extracts)
  const { manager, members: [nurse, deputy, leaver, signer] } = trust.team(4)
  people = {
    administrator, manager, nurse, deputy, leaver, signer,
    lead: trust.titled('Learning and Development Officer'),
    director: trust.titled('Non-Executive Director'),
    subjectLead: trust.titled('Information Analyst')
  }
  const link = await program.start(
    ['serve', '--listen', `127.0.0.1:${program.port}`, '--site', program.address],
    { PASSPORT_SSO_SECRET: SECRET }
  )
  await journeys.journey(
    'first run: an operator opens the link on the terminal and gets as far as the first import', () => firstRun(link))
  await journeys.journey('an invitation leads to the first log-in, with a code from an app', invitation)
  await journeys.journey('whoever has forgotten the password gets a link by email', forgotten)
  await journeys.journey('a leaver is shut out mid-session', leaves)
  await journeys.journey('a deputy\'s access ends', deputyEnds)
  await journeys.journey('single sign-on leads to the right passport, and a stranger to a plain page', singleSignOn)
  await journeys.journey('axe finds no fault on any page of any role, and JavaScript changes no heading', roles)
} finally {
  await browser.close()
  await program.stop()
}
journeys.finish()

async function firstRun(link) {
  const page = await open(DESKTOP)
  await page.goto(link)
  await see(page, 'h1', 'Set up Training Passport')
  await pages.look('first run: set up', page)
  await press(page, 'button', 'Continue')
  await wrong(page, 'Name', 'Enter the organisation’s name')
  await wrong(page, 'Email address', 'Enter an email address')
  await pages.look('first run: set up with mistakes', page)
  await page.getByLabel('Name', { exact: true }).fill('Hartwell NHS Trust')
  await page.getByLabel('ESR number').fill('999')
  await page.getByLabel('ODS code').fill('RZZ')
  await page.getByLabel('First and last name').fill(administrator.name)
  await page.getByLabel('Email address').fill(administrator.email)
  await press(page, 'button', 'Continue')
  await page.getByLabel('Password', { exact: true }).fill('too short')
  await press(page, 'button', 'Save and log in')
  await pages.look('first run: a short password', page)
  await choosePassword(page, PASSWORD)
  Object.assign(administrator, await setUpApp(page, pages))
  await see(page, 'h1', 'First steps')

  const stranger = await open(DESKTOP)
  assert.equal((await stranger.goto(link)).status(), 410, 'the link lets nobody else in')
  await pages.look('first run: the link again', stranger)

  for (const [step, value] of [
    ['Whom staff ask about training', 'learning@hartwell.example.nhs.uk'],
    ['Sender of emails', 'Hartwell NHS Trust <learning@hartwell.example.nhs.uk>']
  ]) {
    assert.match(await status(page, step), /Not yet started/)
    await press(page, 'link', step)
    await page.getByLabel('Value', { exact: true }).fill(value)
    await press(page, 'button', 'Save')
    await page.goto(`${program.address}/first-steps`)
    assert.match(await status(page, step), /Completed/, step)
  }
  // Where mail goes is set on the server.
  await program.command('setting', 'set', 'mail-to', program.mailTo)
  await page.reload()
  assert.match(await status(page, 'Mail server'), /Completed/)
  await press(page, 'button', 'Send me a message')
  await see(page, 'main', 'A message is on its way')
  assert.match(await program.letterTo(administrator.email), /can send email/)

  await press(page, 'link', 'First import of extracts')
  await see(page, 'h1', 'Import extracts')
  await press(page, 'button', 'Continue')
  await wrong(page, 'Files', 'Choose one file or several')
  await pages.look('first run: no files', page)
  await page.locator('input[type=file]').setInputFiles(trust.files)
  const [year, month, date] = day(-1).split('-')
  await page.getByLabel('Day', { exact: true }).fill(date)
  await page.getByLabel('Month').fill(month)
  await page.getByLabel('Year').fill(year)
  await press(page, 'button', 'Continue')
  // Both take as long as they take: the page in between brings itself up to date.
  await page.getByRole('heading', { name: 'Check what would change' }).waitFor({ timeout: 60_000 })
  await see(page, 'main', 'Nothing has been changed yet')
  await pages.look('first run: what the import would change', page)
  await press(page, 'button', 'Import')
  await page.getByRole('heading', { name: 'First steps' }).waitFor({ timeout: 60_000 })
  assert.match(await status(page, 'First import of extracts'), /Completed/)
}

/** How far a first step is. */
function status(page, step) {
  return page.locator('.nhsuk-task-list__item').filter({ hasText: step }).innerText()
}

async function invitation() {
  const { lead } = people
  const desk = await open(DESKTOP)
  await logIn(desk, program, administrator)
  await confirmCode(desk, await administrator.app.code())
  await desk.goto(`${program.address}/accounts?q=${lead.number}`)
  await press(desk, 'button', 'Invite')

  const phone = await open(PHONE, { javaScriptEnabled: false })
  await phone.goto(linkIn(await program.letterTo(lead.email)))
  await phone.getByLabel('Password', { exact: true }).fill('too short')
  await press(phone, 'button', 'Save and log in')
  await wrong(phone, 'Password', '12 characters')
  lead.password = PASSWORD
  await choosePassword(phone, PASSWORD)
  await see(phone, 'h1', 'Your training passport')
  await logOut(phone)
  await logIn(phone, program, { ...lead, password: OTHER_PASSWORD })
  await wrong(phone, 'Work email address', 'is not right')
  await logIn(phone, program, lead)
  await see(phone, 'h1', 'Your training passport')

  // The role ends the session from before it, and asks for more than the password.
  await giveRole(desk, lead, 'Training lead')
  await press(phone, 'link', 'Your account')
  await logIn(phone, program, lead)
  Object.assign(lead, await setUpApp(phone))
  await see(phone, 'h1', 'Your desk')
  await logOut(phone)

  await byKeyboard(lead)
  await byRecoveryCode(lead)
}

/** Log-in with a code, and nothing but the keys. */
async function byKeyboard(person) {
  const page = await open(DESKTOP)
  await page.goto(`${program.address}/log-in`)
  await tabTo(page, 'Work email address')
  await page.keyboard.type(person.email)
  await tabTo(page, 'Password')
  await page.keyboard.type(person.password)
  await Promise.all([page.waitForURL('**/log-in/code'), page.keyboard.press('Enter')])
  const code = await person.app.code()
  for (const [typed, then] of [[wrongCode(code), '**/log-in/code'], [code, '**/desk']]) {
    await tabTo(page, 'Code')
    await page.keyboard.type(typed)
    await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])
    await page.waitForURL(then)
    if (typed !== code) await wrong(page, 'Code', 'The code is not right')
  }
  await see(page, 'h1', 'Your desk')
}

/** A recovery code lets in once. */
async function byRecoveryCode(person) {
  const page = await open(PHONE, { javaScriptEnabled: false })
  const [code] = person.codes
  for (const isFirst of [true, false]) {
    await logIn(page, program, person)
    await page.getByText('I do not have my phone').click()
    await page.getByLabel('One of your recovery codes').fill(code)
    await press(page, 'button', 'Use this recovery code')
    if (isFirst) {
      await see(page, 'h1', 'Your desk')
      await logOut(page)
    }
  }
  await wrong(page, 'One of your recovery codes', 'The code is not right')
}

async function forgotten() {
  const { nurse } = people
  const before = await enrol(nurse)
  const page = await open(PHONE)
  const answers = []
  for (const email of ['nobody@hartwell.example.nhs.uk', nurse.email]) {
    await page.goto(`${program.address}/log-in`)
    await press(page, 'link', 'I have no password yet, or have forgotten it')
    await page.getByLabel('Work email address').fill(email)
    await press(page, 'button', 'Send me a link')
    await see(page, 'h1', 'Look in your inbox')
    if (answers.length === 0) await pages.look('forgotten: asked', page)
    answers.push((await page.locator('main').innerText()).replace(email, 'SOMEBODY'))
  }
  assert.equal(answers[0], answers[1], 'the page does not say who has an account')
  const link = linkIn(await program.letterTo(nurse.email))
  await page.goto(link)
  await choosePassword(page, OTHER_PASSWORD)
  await see(page, 'h1', 'Your training passport')
  assert.equal(program.lettersTo('nobody@hartwell.example.nhs.uk').length, 0)

  await press(before, 'link', 'Your account')
  await see(before, 'h1', 'Log in')
  assert.equal((await before.goto(link)).status(), 410, 'the link is good once')
  await logIn(before, program, nurse)
  await wrong(before, 'Work email address', 'is not right')
  nurse.password = OTHER_PASSWORD
  await logIn(before, program, nurse)
  await see(before, 'h1', 'Your training passport')
}

async function leaves() {
  const { leaver } = people
  const page = await enrol(leaver)
  const without = trust.writeWithout(leaver, join(program.folder, 'assignments.csv'))
  await program.command('import', '--extract-date', day(0), without)
  await press(page, 'link', 'Your account')
  await see(page, 'h1', 'Log in')
  await logIn(page, program, leaver)
  await see(page, 'h1', 'You cannot log in at present')
  await page.goto(`${program.address}/passport`)
  await see(page, 'h1', 'Log in')
}

async function deputyEnds() {
  const { manager, deputy, nurse } = people
  const standIn = await enrol(deputy)
  assert.equal(await standIn.getByRole('link', { name: 'My team' }).count(), 0)
  const page = await enrol(manager)
  await page.goto(`${program.address}/team/deputies`)
  await see(page, 'main', 'Nobody stands in for you')
  await press(page, 'button', 'Give my place')
  assert.match(await page.title(), /^Error: /)
  const end = new Date(Date.now() + 7 * 86_400_000)
  await page.getByLabel('Employee number or email address').fill(deputy.email)
  const last = page.getByRole('group', { name: 'Last day' })
  await last.getByLabel('Day').fill(String(end.getDate()))
  await last.getByLabel('Month').fill(String(end.getMonth() + 1))
  await last.getByLabel('Year').fill(String(end.getFullYear()))
  await page.getByLabel('Reason').fill('Annual leave')
  await press(page, 'button', 'Give my place')
  await see(page, 'main', 'Your place is given')

  await standIn.reload()
  await press(standIn, 'link', 'My team')
  await see(standIn, 'h1', 'My team')
  await press(standIn, 'link', nurse.name)
  await see(standIn, 'h1', `Training passport of ${nurse.name}`)
  await press(page, 'button', 'Take away')
  await see(page, 'main', 'Your place is taken back')
  const answer = await standIn.reload()
  assert.equal(answer.status(), 404)
  assert.equal((await standIn.goto(`${program.address}/team`)).status(), 403)
}

async function singleSignOn() {
  const { signer } = people
  const there = await provider(SECRET, [
    { name: signer.name, claims: { sub: 'one-of-ours', employeeNumber: signer.number } },
    { name: 'Nobody Known', claims: { sub: 'a-stranger', employeeNumber: '00000000' } }
  ])
  try {
    for (const [key, value] of [
      ['sso-issuer', there.issuer], ['sso-client-id', CLIENT], ['sso-name', 'Log in with Hartwell account'],
      ['sso-employee-number-claim', 'employeeNumber']
    ]) await program.command('setting', 'set', key, value)
    const page = await open(PHONE)
    await byProvider(page, signer.name)
    await see(page, 'h1', 'Your training passport')
    await see(page, 'main', signer.name)
    await logOut(page)
    await byProvider(page, 'Nobody Known')
    await see(page, 'main', 'does not open an account')
    await pages.look('single sign-on: not linked', page)
    await see(page, 'main', 'a-stranger')
    await page.goto(`${program.address}/passport`)
    await see(page, 'h1', 'Log in')

    const plain = await open(PHONE, { javaScriptEnabled: false })
    await byProvider(plain, signer.name)
    await see(plain, 'main', signer.name)
  } finally {
    await there.stop()
  }
}

/** From the log-in page to the provider's, and back as somebody. */
async function byProvider(page, name) {
  await page.goto(`${program.address}/log-in`)
  await page.getByRole('button', { name: 'Log in with Hartwell account' }).click()
  await page.getByRole('heading', { name: 'Hartwell account' }).waitFor()
  await page.getByRole('button', { name }).click()
  await page.waitForURL(`${program.address}/**`)
  await page.waitForLoadState()
}

/** Lets somebody in the first time; answers the page that they are on. */
async function enrol(person) {
  const link = await program.command('account', 'invite', person.number)
  const page = await open(DESKTOP)
  await page.goto(link.trim())
  person.password = PASSWORD
  await choosePassword(page, PASSWORD)
  return page
}

/** An administrator gives somebody a role, of something if need be. */
async function giveRole(desk, person, role, of) {
  await desk.goto(`${program.address}/accounts?q=${person.number}`)
  await press(desk, 'link', person.name)
  await press(desk, 'link', 'Give a role')
  await desk.getByLabel(role).check()
  await press(desk, 'button', 'Continue')
  const field = desk.locator('#of')
  if (await desk.locator('select#of').count() > 0) await field.selectOption(of)
  else if (of) await field.fill(of)
  await desk.getByLabel('Reason').fill('Their work')
  await press(desk, 'button', 'Give the role')
  await see(desk, 'main', role)
}

/** A day as the extracts have it, so many days from today, where the trusts are. */
function day(from) {
  return new Date(Date.now() + from * 86_400_000).toLocaleDateString('sv', { timeZone: 'Europe/London' })
}

async function roles() {
  const { lead, manager, deputy, director, subjectLead, nurse } = people
  await strangers()

  const desk = await open(DESKTOP)
  await logIn(desk, program, administrator)
  await confirmCode(desk, await administrator.app.code())
  for (const [person, ...role] of [
    [deputy, 'Deputy', manager.number], [director, 'Board viewer'], [subjectLead, 'Subject lead', 'Fire Safety']
  ]) {
    if (!person.password) await (await enrol(person)).context().close()
    await giveRole(desk, person, ...role)
  }
  await pages.of('administrator', desk)
  await mistakesOfAdministrator(desk)
  await desk.context().close()

  for (const [role, person, more] of [
    ['staff', nurse, ['/passport?as-at=2026-01-01', '/passport/nobody', '/team']],
    ['manager', manager, []],
    ['deputy', deputy, []],
    ['board viewer', director, []],
    ['subject lead', subjectLead, []]
  ]) {
    const page = await open(DESKTOP)
    await logIn(page, program, person)
    await pages.of(role, page, more)
    await page.context().close()
  }
  await halfLoggedIn(lead)
  pages.finish()
}

async function strangers() {
  const page = await open(DESKTOP)
  await page.goto(program.address)
  await pages.of('stranger', page, ['/log-in', '/nowhere', '/link/x', '/set-up/x'])
  await logIn(page, program, { ...people.nurse, password: 'not this one' })
  await pages.look('stranger: wrong password', page)
  await page.goto(`${program.address}/log-in/forgotten`)
  await press(page, 'button', 'Send me a link')
  await pages.look('stranger: no address', page)
  await logIn(page, program, people.leaver)
  await pages.look('stranger: has left', page)
}

/** Forms of an administrator, sent off empty. */
async function mistakesOfAdministrator(desk) {
  const { lead } = people
  await desk.goto(`${program.address}/accounts?q=${lead.number}`)
  await press(desk, 'link', lead.name)
  const account = desk.url()
  await press(desk, 'link', 'Give a role')
  await press(desk, 'button', 'Continue')
  await pages.look('administrator: no role', desk)
  const many = await desk.getByRole('radio').count()
  for (let which = 0; which < many; which += 1) {
    await desk.goto(`${account}/roles/new`)
    await desk.getByRole('radio').nth(which).check()
    await press(desk, 'button', 'Continue')
    await press(desk, 'button', 'Give the role')
    await pages.look(`administrator: role ${which} without a reason`, desk)
  }
  for (const [path, button] of [['/accounts/new', 'Open the account'], ['/settings/site-address', 'Save']]) {
    await desk.goto(program.address + path)
    const value = desk.getByLabel('Value', { exact: true })
    if (await value.count() > 0) await value.fill('nowhere')
    await press(desk, 'button', button)
    await pages.look(`administrator: ${path} with mistakes`, desk)
  }
}

/** The pages between a password and a code, and those of a training lead. */
async function halfLoggedIn(lead) {
  const page = await open(DESKTOP)
  await logIn(page, program, lead)
  await pages.of('half logged in', page, ['/passport', '/log-in/second-factor'])
  await page.goto(`${program.address}/log-in/code`)
  await press(page, 'button', 'Continue')
  await pages.look('half logged in: no code', page)
  await confirmCode(page, await lead.app.code())
  await pages.of('training lead', page, ['/imports/new', '/people?q=zzz', '/people?q=nurse&page=2', '/passport/nobody'])
  await page.goto(`${program.address}/imports/new`)
  await page.locator('input[type=file]').setInputFiles(trust.writeWithout(people.leaver, join(program.folder, 'assignments.csv')))
  await press(page, 'button', 'Continue')
  await pages.look('training lead: an import to look at', page)
}

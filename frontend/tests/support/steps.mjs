// What everybody does who logs in, and what a form says to whoever made a mistake.
import assert from 'node:assert/strict'
import { Authenticator, wrongCode } from './authenticator.mjs'
import { press, see } from './browser.mjs'

export async function choosePassword(page, password) {
  await see(page, 'h1', 'Choose a password')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await press(page, 'button', 'Save and log in')
}

export async function logIn(page, program, { email, password }) {
  await page.goto(`${program.address}/log-in`)
  await page.getByLabel('Work email address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await press(page, 'button', /^Log in$/)
}

export async function confirmCode(page, code) {
  await see(page, 'h1', 'Enter the code from your app')
  await page.getByLabel('Code', { exact: true }).fill(code)
  await press(page, 'button', 'Continue')
}

export async function logOut(page) {
  await press(page, 'button', 'Log out')
  await see(page, 'h1', 'Your training passport')
}

/** Sets up an app, with one slip; answers it and the recovery codes. */
export async function setUpApp(page, pages) {
  await see(page, 'h1', 'Set up an app for log-in codes')
  const key = await page.locator('strong.app-code').innerText()
  const app = new Authenticator(key)
  const code = await app.code()
  for (const typed of [wrongCode(code), code]) {
    await page.getByLabel('Code from the app').fill(typed)
    await press(page, 'button', 'Continue')
    if (typed === code) break
    await wrong(page, 'Code from the app', 'The code is not right')
    await pages?.look('an app to set up, and a wrong code', page)
  }
  await see(page, 'h1', 'Keep your recovery codes')
  await pages?.look('recovery codes', page)
  const codes = await page.locator('.app-codes .app-code').allInnerTexts()
  assert.equal(new Set(codes).size, 10)
  await press(page, 'button', 'I have kept them')
  return { app, codes }
}

/** The page says what is wrong in its title, at its top and beside the field. */
export async function wrong(page, label, words) {
  assert.match(await page.title(), /^Error: /, page.url())
  await see(page, '.nhsuk-error-summary', words)
  const field = page.getByLabel(label, { exact: true })
  const described = (await field.getAttribute('aria-describedby'))?.split(' ') ?? []
  const beside = await Promise.all(described.map((id) => page.locator(`[id="${id}"]`).innerText()))
  assert.ok(beside.join(' ').includes(words), `${page.url()}: beside ${label} stands ${beside}`)
  const id = await field.getAttribute('id')
  const links = await page.locator('.nhsuk-error-summary a').evaluateAll((all) => all.map((link) => link.hash))
  assert.ok(links.includes(`#${id}`), `${page.url()}: the summary leads to ${links}, not to ${id}`)
}

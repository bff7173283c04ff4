// What no page may have: a fault that axe finds, at any width, or anything that
// scrolls sideways on the narrowest.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

export const WIDTHS = [320, 768, 1280]
const HEIGHT = 800
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
// The official button for files is named by its label and its words, with commas that
// are not seen between them; axe compares the two letter by letter.
const NAMED_WITH_COMMAS = { rule: 'label-content-name-mismatch', mark: 'nhsuk-file-upload__drop-button' }
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/**
 * Looks at an open page at every width; answers its faults as lines. `picture` is
 * handed each width once the page stands at it.
 */
export async function faults(page, { off = [], picture = async () => {} } = {}) {
  const found = []
  await page.evaluate(axe)
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: HEIGHT })
    // The menu is laid out anew once the window has changed.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
    await picture(width)
    // Closed details hide their content from the checker, so they are opened.
    const opened = await page.evaluate(() => {
      const closed = [...document.querySelectorAll('details:not([open])')]
      closed.forEach((one) => { one.open = true; one.dataset.closed = '' })
      return closed.length
    })
    const violations = await page.evaluate(async ([values, off]) => {
      const rules = Object.fromEntries(off.map((rule) => [rule, { enabled: false }]))
      const runOnly = { type: 'tag', values }
      const { violations } = await globalThis.axe.run({ runOnly, rules, preload: false, resultTypes: ['violations'] })
      return violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ html }) => html) }))
    }, [RULES, off])
    for (const { id, help, nodes: all } of violations) {
      const nodes = all.filter((html) => id !== NAMED_WITH_COMMAS.rule || !html.includes(NAMED_WITH_COMMAS.mark))
      if (nodes.length === 0) continue
      const places = nodes.slice(0, 3).map((html) => `\n    ${html.slice(0, 160)}`)
      found.push(`at ${width} px: ${id}: ${help}${places.join('')}`)
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth)
    if (width === WIDTHS[0] && wide > width) found.push(`scrolls sideways at ${width} px (${wide} px wide)`)
    if (opened) {
      await page.evaluate(() => document.querySelectorAll('[data-closed]').forEach((one) => {
        one.open = false
        delete one.dataset.closed
      }))
    }
  }
  return found
}

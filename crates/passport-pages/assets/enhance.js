// Optional: every page works without it. It adds what the official components do
// with a script (the menu that folds, focus on a summary of errors, one press of a
// button counted once).
import { initAll } from './nhsuk-frontend.js'

document.body.classList.add('js-enabled', 'nhsuk-frontend-supported')
initAll()

// A fictional trust's extracts, and who is who in them.
import assert from 'node:assert/strict'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export class Trust {
  #lines
  #people

  /** Reads what `passport generate` wrote. */
  constructor(folder) {
    this.files = readdirSync(folder).filter((name) => name.endsWith('.csv')).map((name) => join(folder, name))
    this.#lines = readFileSync(join(folder, 'assignments.csv'), 'utf8').trimEnd().split(/\r?\n/)
    const [headings, ...rows] = this.#lines.map(cells)
    this.#people = rows.map((row) => {
      const cell = (heading) => row[headings.indexOf(heading)]
      return {
        number: cell('Employee Number'),
        name: `${cell('Preferred Name') || cell('First Name')} ${cell('Last Name')}`,
        email: cell('Email'),
        title: cell('Position Title'),
        supervisor: cell('Supervisor Employee Number'),
        isAtWork: cell('Assignment Status') === 'Active Assignment' && !cell('Absence Reason')
      }
    }).filter((person) => person.isAtWork && person.email)
  }

  /** Somebody at work with this title, who leads nobody. */
  titled(title) {
    const found = this.#people.find((person) => person.title === title && !this.#leads(person))
    assert.ok(found, `nobody is ${title}`)
    return found
  }

  /** A manager, and some who report to them and lead nobody. */
  team(size) {
    for (const manager of this.#people) {
      const members = this.#people.filter(
        (person) => person.supervisor === manager.number && !this.#leads(person)
      )
      if (members.length >= size) return { manager, members: members.slice(0, size) }
    }
    return assert.fail(`no team has ${size} people`)
  }

  #leads(person) {
    return this.#people.some(({ supervisor }) => supervisor === person.number)
  }

  /** Writes the assignments without somebody's, as they are once they have left. */
  writeWithout(person, path) {
    const left = this.#lines.filter((line) => !line.startsWith(`${person.number},`))
    assert.ok(left.length < this.#lines.length)
    writeFileSync(path, `${left.join('\n')}\n`)
    return path
  }
}

/** The cells of a line of CSV. */
function cells(line) {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)]
    .map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain)
}

// An authenticator app: RFC 6238 with SHA-1, six digits and thirty seconds.
import { createHmac } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'

const PERIOD = 30_000
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

export class Authenticator {
  #key
  #last = 0

  /** Set up with the key that the page shows for typing. */
  constructor(key) {
    const bits = [...key.replaceAll(' ', '')]
      .map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('')
    this.#key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)))
  }

  /** A code that has not been used. The service takes those of the half minute
   * before and after, too, so that three log-ins need not wait for the clock. */
  async code() {
    const now = Math.floor(Date.now() / PERIOD)
    this.#last = Math.max(this.#last + 1, now - 1)
    // Early in the half minute the clocks of a busy machine may not agree on which it is.
    const good = (this.#last - 1) * PERIOD
    if (Date.now() < good) await setTimeout(good - Date.now() + 50)
    return this.#at(this.#last)
  }

  #at(step) {
    const counter = Buffer.alloc(8)
    counter.writeBigUInt64BE(BigInt(step))
    const hash = createHmac('sha1', this.#key).update(counter).digest()
    const number = hash.readUInt32BE(hash.at(-1) & 15) & 0x7fffffff
    return String(number % 1_000_000).padStart(6, '0')
  }
}

/** A code that is not the app's. */
export const wrongCode = (code) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

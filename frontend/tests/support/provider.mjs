// An identity provider on this machine that speaks OpenID Connect: discovery, its
// keys, a page with a button for each of its people, and a token for a code. It
// asks for what a strict one asks: the client's secret, and proof of the code. What
// people see of it is at another address of this machine, so that browsers take it
// for another site.
import assert from 'node:assert/strict'
import { createHash, createSign, generateKeyPairSync, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'

export const CLIENT = 'training-passport'

/** Begins to listen. People are names with the claims of their tokens. */
export async function provider(secret, people) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const codes = new Map()
  const answer = async (request, response) => {
    const url = new URL(request.url, issuer.address)
    const json = (status, value) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
    }
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return json(200, discovery())
      case '/keys':
        return json(200, { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' }] })
      case '/authorize': {
        const rows = people.map(({ name }, who) => `<button name="who" value="${who}">${name}</button>`)
        const hidden = [...url.searchParams].map(([name, value]) => `<input type="hidden" name="${name}" value="${quoted(value)}">`)
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
        return response.end(`<!DOCTYPE html><html lang="en"><link rel="icon" href="data:,"><title>Hartwell account</title><h1>Hartwell account</h1><form action="/chosen">${hidden.join('')}${rows.join(' ')}</form></html>`)
      }
      case '/chosen': {
        const asked = Object.fromEntries(url.searchParams)
        assert.equal(asked.client_id, CLIENT)
        assert.equal(asked.code_challenge_method, 'S256')
        const code = randomUUID()
        codes.set(code, asked)
        const back = new URL(asked.redirect_uri)
        back.searchParams.set('code', code)
        back.searchParams.set('state', asked.state)
        return response.writeHead(303, { location: back.href }).end()
      }
      case '/token': {
        const form = new URLSearchParams(await body(request))
        const asked = codes.get(form.get('code'))
        codes.delete(form.get('code'))
        const proof = createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url')
        const basic = Buffer.from(`${CLIENT}:${secret}`).toString('base64')
        if (request.headers.authorization !== `Basic ${basic}`) return json(401, { error: 'invalid_client' })
        if (asked?.code_challenge !== proof || asked.redirect_uri !== form.get('redirect_uri')) {
          return json(400, { error: 'invalid_grant' })
        }
        return json(200, { access_token: randomUUID(), token_type: 'Bearer', id_token: token(asked) })
      }
      default:
        return json(404, {})
    }
  }
  const [issuer, pages] = await Promise.all([listen('127.0.0.1', answer), listen('127.0.0.2', answer)])

  function discovery() {
    return {
      issuer: issuer.address,
      authorization_endpoint: `${pages.address}/authorize`,
      token_endpoint: `${issuer.address}/token`,
      jwks_uri: `${issuer.address}/keys`,
      response_types_supported: ['code'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256']
    }
  }

  function token(asked) {
    const now = Math.floor(Date.now() / 1000)
    const { claims } = people[Number(asked.who)]
    const said = { iss: issuer.address, aud: CLIENT, iat: now, exp: now + 300, nonce: asked.nonce, ...claims }
    const text = [{ alg: 'RS256', kid: 'one' }, said]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
    return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey, 'base64url')}`
  }

  return { issuer: issuer.address, stop: () => Promise.all([issuer.stop(), pages.stop()]) }
}

async function listen(host, answer) {
  const server = createServer(answer)
  await new Promise((resolve) => server.listen(0, host, resolve))
  return {
    address: `http://${host}:${server.address().port}`,
    stop: () => new Promise((resolve) => server.close(resolve).closeAllConnections())
  }
}

async function body(request) {
  let text = ''
  for await (const part of request) text += part
  return text
}

function quoted(text) {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
}

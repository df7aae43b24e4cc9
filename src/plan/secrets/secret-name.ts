const SECRET_WORD =
  /^(?:pass|pw|pin|psk|key|keys|auth|bearer|jwt|otp|dsn|private)$|(?:passw(?:or)?d|passphrase|passcode|pwd|secrets?|tokens?|apikey|credentials?|cookie)$/;
/** Last words of names whose value is only about a secret: where it lies, what it is called, how long it lives. */
const ABOUT =
  /^(?:file|path|dir|url|uri|endpoint|host|name|user|username|id|type|kind|length|size|ttl|expiry|expires|enabled|algorithm)$/;

/** True when the name of a variable or key says that its value is secret: `DB_PASSWORD`, `apiKey`, `client-key-data`; not `TOKEN_URL`, `public_key`. */
export function isSecretName(name: string): boolean {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  return words.some((word) => SECRET_WORD.test(word)) && !words.includes('public') && !ABOUT.test(words.at(-1) ?? '');
}

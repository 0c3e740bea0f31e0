#!/usr/bin/env bash
# nodemailer 10.6.1 sends a message without any DKIM signature, and without an error, when the
# configured key is an Ed25519 one (RFC 8463): it signs with rsa-sha256 only and drops a signature
# that cannot be made. With an RSA key of the same kind of PEM the header is there.
#
# A program that lets its users give a key should therefore check its type before it is stored.
# Seen with Node 20.20.2.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund nodemailer@10.6.1

cat >send.cjs <<'JS'
const { generateKeyPairSync } = require('node:crypto');
const { createTransport } = require('nodemailer');

const keys = {
  rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ed25519: generateKeyPairSync('ed25519'),
};

async function send(name) {
  const privateKey = keys[name].privateKey.export({ type: 'pkcs8', format: 'pem' });
  const transport = createTransport({
    streamTransport: true,
    buffer: true,
    dkim: { domainName: 'example.com', keySelector: 's1', privateKey },
  });
  try {
    const { message } = await transport.sendMail({ from: 'a@example.com', to: 'b@example.com', text: 'Hi' });
    return `${name}: ${/^DKIM-Signature:/im.test(message.toString()) ? 'signed' : 'sent without a signature'}`;
  } catch (error) {
    return `${name}: ${error.message}`;
  }
}

(async () => {
  for (const name of Object.keys(keys)) console.log(await send(name));
})();
JS

seen=$(node send.cjs)
echo "nodemailer $(node -p "require('nodemailer/package.json').version")"
echo "$seen"
[ "$seen" = $'rsa: signed\ned25519: sent without a signature' ] || { echo 'the behaviour has changed'; exit 1; }

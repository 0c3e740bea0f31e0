#!/usr/bin/env bash
# smtp-server 3.21.6 (npm) refuses a recipient whose quoted local part has a space in it.
#
# RFC 5321, section 4.1.2: Local-part = Dot-string / Quoted-string, and qtextSMTP includes the space
# (%d32). So RCPT TO:<"john doe"@example.test> is valid. smtp-server 3.21.6, on which many test suites
# check what their mail program sends, answers 501 "Bad recipient address syntax"; without a space
# inside the quotes it answers 250. A test against it therefore cannot show that such customers can be
# written to, although other servers take them.
#
# Seen with Node 20.20.2: 250 for "john.doe", 501 for "john doe".
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --save-exact smtp-server@3.21.6 >/dev/null 2>&1

cat > run.cjs <<'JS'
const { connect } = require('node:net');
const { version } = require('smtp-server/package.json');
const { SMTPServer } = require('smtp-server');

const server = new SMTPServer({ authOptional: true, disabledCommands: ['STARTTLS'] });

/** Sends the lines one after the other; resolves with the last answer. */
function answerTo(port, lines) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let left = [...lines];
    socket.setEncoding('utf8');
    socket.on('error', reject);
    socket.on('data', (text) => {
      const last = text.trim().split('\r\n').at(-1);
      if (!/^\d{3} /.test(last)) return;
      if (left.length > 0) return socket.write(`${left.shift()}\r\n`);
      socket.end();
      resolve(last);
    });
  });
}

server.listen(0, '127.0.0.1', async () => {
  const { port } = server.server.address();
  const rcpt = (address) => answerTo(port, ['EHLO client.test', 'MAIL FROM:<shop@example.test>', `RCPT TO:<${address}>`]);
  const seen = [await rcpt('"john.doe"@example.test'), await rcpt('"john doe"@example.test')];
  console.log(`smtp-server ${version}\n"john.doe"@example.test: ${seen[0]}\n"john doe"@example.test: ${seen[1]}`);
  server.close();
  const isAsFound = seen[0].startsWith('250 ') && seen[1].startsWith('501 ');
  if (!isAsFound) console.log('this has changed');
  process.exitCode = isAsFound ? 0 : 1;
});
JS
node run.cjs

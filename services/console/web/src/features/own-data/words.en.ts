export const en = {
  data: {
    open: 'Start with my data',
    title: 'Start with my data',
    leave: 'Leave the demo',
    leaveHere: 'Empties this store: the demo’s customers, segments and campaigns go. You stay signed in.',
    leaveNow: 'Empty the store',
    leaveName: 'To go on, type the name of the demo store: {{name}}',
    demoName: 'Northlight Records',
    leaveSure_one:
      '{{people}} customer and all purchases that you rang up are deleted. It takes some seconds and cannot be undone.',
    leaveSure_other:
      '{{people}} customers and all purchases that you rang up are deleted. It takes some seconds and cannot be undone.',
    leaving: 'The store starts anew …',
    leavingLong: 'It takes a little longer than usual.',
    leaveText:
      'Your store gets a folder of its own, and the demo keeps its folder. Stop the server (Ctrl C) and start it like this:',
    leaveBack:
      'npm start without these words brings the demo back; to be rid of it, delete its folder (.segue, unless you named another).',
    history: 'Bring in your order history',
    historyText:
      'Any CSV with a customer, a date and an amount. It comes in as history: no campaign writes to anybody for it.',
    fit: 'Value them by your own numbers',
    fitText:
      'After the import: your margin and costs, the cut-offs of the value tiers (amounts in cents), then RFM edges taken from your own customers. Until then all values rest on a standard model.',
    live: 'Send what happens from now on',
    liveText:
      'Purchases, visits, consents: by HTTP or by any Segment SDK. Each source needs a write key, which can write and nothing else.',
    liveHere: 'It writes into the store you see now.',
    sourceName: 'Name of the source',
    source: 'My shop',
    make: 'Make a write key',
    once: 'This key is shown here once. Keep it where your shop keeps its secrets.',
    byHttp: 'By HTTP',
    bySdk: 'By the Node SDK',
    copy: 'Copy',
  },
};

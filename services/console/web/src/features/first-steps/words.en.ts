export const en = {
  steps: {
    title: 'First steps',
    done: 'done',
    close: 'Close the first steps',
    step: {
      sale: 'Ring up a sale and watch it travel',
      customer: 'Open the customer who changes next',
      why: 'Read why a message was held back',
      language: 'Switch to 简体中文',
      data: 'Start with my data',
    },
  },
};

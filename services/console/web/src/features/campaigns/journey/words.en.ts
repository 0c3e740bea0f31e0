export const presets = {
  title: 'Presets',
  from: 'From a preset',
  hint: 'Each makes a draft, which you can change. Messages are written to the outbox until you release them.',
  use: 'Make a draft',
  useNamed: 'Make a draft: {{name}}',
  makesSegment: 'Also makes the segment “{{segment}}”.',
  usesSegment: 'Uses the segment “{{segment}}”, which exists.',
};

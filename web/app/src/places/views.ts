/** The views of the nearby tab, in their order; each is a screen of its own. */
export const VIEWS = [
  { name: 'people', to: '/nearby' },
  { name: 'groups', to: '/nearby/groups' },
] as const

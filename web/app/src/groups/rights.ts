/** Who may do what in a group; the server holds everybody to it, and screens offer no more. */
import type { GroupMember, GroupView } from '@kith/api'

export type Role = GroupMember['role']
export type Standing = GroupView['standing']

/** What somebody may do with another member. */
export type Deed = 'hand' | 'admin' | 'member' | 'remove'

export function isIn(standing: Standing): standing is Role {
  return standing !== 'none' && standing !== 'asked'
}

export function runs(standing: Standing): boolean {
  return standing === 'owner' || standing === 'admin'
}

export function deedsWith(mine: Standing, other: Role): Deed[] {
  if (mine === 'owner' && other !== 'owner') return [other === 'admin' ? 'member' : 'admin', 'hand', 'remove']
  return mine === 'admin' && other === 'member' ? ['remove'] : []
}

/** What somebody can do to get in: nothing more, when there is no room. */
export function wayIn(
  group: Pick<GroupView, 'standing' | 'joining' | 'members' | 'most'>,
): 'in' | 'wait' | 'full' | 'join' | 'ask' {
  if (isIn(group.standing)) return 'in'
  if (group.standing === 'asked') return 'wait'
  if (group.members >= group.most) return 'full'
  return group.joining === 'open' ? 'join' : 'ask'
}

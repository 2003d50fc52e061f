/** Leave a group, after being told what becomes of it. */
import { type GroupView, leaveGroup } from '@kith/api'
import { useI18n } from '@kith/i18n'
import { ask, tell } from '@kith/ui'
import { ref, type Ref } from 'vue'
import { useRouter } from 'vue-router'
import { useDeed, type Deed } from '../deed'
import { refresh } from '../live'

export function useLeaving(): {
  deed: Deed<GroupView>
  left: Ref<boolean>
  begin: (group: GroupView) => Promise<void>
} {
  const { t } = useI18n()
  const router = useRouter()
  const left = ref(false)
  const deed = useDeed(async ({ group_id, name, members }: GroupView) => {
    await leaveGroup({ path: { group_id } })
    left.value = true
    tell(t('groups.leave.done', { name }))
    if (members === 1) await router.replace('/chats')
    refresh('viewGroup', 'listNearbyGroups', 'listChats', 'viewGroupRoom', 'viewUnread')
  })

  function words({ standing, members }: GroupView): string {
    if (members === 1) return t('groups.leave.last')
    return t(standing === 'owner' ? 'groups.leave.owner' : 'groups.leave.text')
  }

  return {
    deed,
    left,
    begin: async (group) => {
      const sure = await ask({
        title: t('groups.leave.ask', { name: group.name }),
        text: words(group),
        yes: t('groups.leave.yes'),
        no: t('common.cancel'),
        danger: true,
      })
      if (sure) await deed.run(group)
    },
  }
}

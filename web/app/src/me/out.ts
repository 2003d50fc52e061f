/** Signing out, here or everywhere: nothing that was read or written stays behind. */
import { signOut, signOutEverywhere } from '@kith/api'
import { useI18n } from '@kith/i18n'
import { ask } from '@kith/ui'
import { useRouter } from 'vue-router'
import { type Deed, useDeed } from '../deed'
import { leave } from '../session'

export function useSignOut(): {
  ending: Deed<'here' | 'everywhere'>
  askSignOut: () => Promise<void>
  askAll: () => Promise<void>
} {
  const { t } = useI18n()
  const router = useRouter()

  async function go(): Promise<void> {
    leave()
    await router.replace('/welcome')
  }
  const ending = useDeed(
    async (where: 'here' | 'everywhere') => {
      await (where === 'here' ? signOut() : signOutEverywhere())
      await go()
    },
    (refusal) => {
      // The session had ended before: what was wanted is so.
      if (refusal.problem.status !== 401) return false
      void go()
      return true
    },
  )
  const confirm = (where: 'here' | 'everywhere') => async (): Promise<void> => {
    const sure = await ask({
      title: t(`me.out.${where}.ask`),
      text: t(`me.out.${where}.text`),
      yes: t(`me.out.${where}.yes`),
      no: t('common.cancel'),
      danger: where === 'everywhere',
    })
    if (sure) await ending.run(where)
  }
  return { ending, askSignOut: confirm('here'), askAll: confirm('everywhere') }
}

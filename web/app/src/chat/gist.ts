/** The last message of a conversation in a few words. */
import type { Chat, Message } from '@kith/api'
import { useI18n } from '@kith/i18n'

/** In whose name the cards stand that nobody posted but the installation itself. */
export const HOUSE = '00000000-0000-0000-0000-000000000000'

const CARDS = ['gift', 'thanks', 'ask', 'envelope'] as const
export type CardKind = (typeof CARDS)[number] | 'other'

/** What a card shows; `other` is what this client does not know yet. */
export function cardKind(message: Pick<Message, 'body'>): CardKind {
  return CARDS.find((one) => one === message.body) ?? 'other'
}

export function useGist(): (
  chat: Pick<Chat, 'last' | 'speaker' | 'group'>,
  me: string | undefined,
  blocked?: ReadonlySet<string>,
) => string {
  const { t } = useI18n()

  function words(message: Message): string {
    if (message.kind === 'text') return message.body.replace(/\s+/g, ' ').trim()
    if (message.kind === 'card') return t(`chat.gist.card.${cardKind(message)}`)
    if (message.kind === 'photo') return [t('chat.gist.photo'), message.body].join(' ').trim()
    if (message.kind === 'sticker') return t('chat.gist.sticker')
    return message.kind === 'gone' ? t('chat.gist.gone') : t('chat.gist.notice')
  }

  return ({ last, speaker, group }, me, blocked) => {
    if (!last) return t('chat.gist.nothing')
    if (group && last.kind !== 'notice' && blocked?.has(last.sender_id)) return t('chat.gist.blocked')
    const text = words(last)
    if (last.kind === 'notice' || last.kind === 'gone') return text
    if (last.sender_id === me) return t('chat.gist.mine', { text })
    if (last.sender_id === HOUSE) return t('chat.gist.by', { name: t('chat.talk.house'), text })
    return group && speaker ? t('chat.gist.by', { name: speaker.nickname, text }) : text
  }
}

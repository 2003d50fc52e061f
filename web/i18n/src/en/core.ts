import asking from './asking'
import common from './common'
import diary from './diary'
import gifts from './gifts'
import given from './given'
import mall from './mall'
import media from './media'
import payments from './payments'
import people from './people'
import received from './received'
import wishes from './wishes'

export default {
  asking,
  common,
  diary,
  gifts,
  given,
  mall,
  media,
  payments,
  people,
  received,
  wishes,
}

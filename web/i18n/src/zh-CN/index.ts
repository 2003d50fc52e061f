import asking from './asking'
import common from './common'
import dev from './dev'
import diary from './diary'
import gallery from './gallery'
import gifts from './gifts'
import given from './given'
import mall from './mall'
import me from './me'
import media from './media'
import merchants from './merchants'
import payments from './payments'
import people from './people'
import problems from './problems'
import received from './received'
import wishes from './wishes'

export default {
  asking,
  common,
  dev,
  diary,
  gallery,
  gifts,
  given,
  mall,
  me,
  media,
  merchants,
  payments,
  people,
  problems,
  received,
  wishes,
}

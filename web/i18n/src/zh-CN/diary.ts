export default {
  title: '礼物日记',
  text: '送出的和收到的，一起翻翻',
  which: '哪一年',
  all: '全部',
  year: '{year} 年',
  to: '送给{name}',
  from: '{name}送的',
  empty: {
    title: '这里还没有故事',
    text: '送出或收到礼物以后，会按日子记在这里。',
    start: '去挑一份',
  },
}

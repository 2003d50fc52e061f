export default {
  title: 'Gift diary',
  text: 'What you gave and what you were given',
  which: 'Which year',
  all: 'All',
  year: '{year}',
  to: 'For {name}',
  from: 'From {name}',
  empty: {
    title: 'No stories here yet',
    text: 'What you give, and what you are given, is kept here by its day.',
    start: 'Choose a gift',
  },
}

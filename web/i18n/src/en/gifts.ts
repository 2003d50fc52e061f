export default {
  wrapping: {
    legend: 'Wrapping',
    none: 'Unwrapped',
    classic: 'Classic red',
    birthday: 'Birthday blue',
    festive: 'Festive gold',
  },
  window: {
    legend: 'How long to wait for an answer',
    1: '1 day',
    3: '3 days',
    7: '7 days',
    14: '14 days',
    30: '30 days',
  },
  step: { label: 'Delivery', shipped: 'Shipped', in_delivery: 'In delivery', received: 'Received' },
}

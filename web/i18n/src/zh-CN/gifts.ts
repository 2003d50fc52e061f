export default {
  wrapping: {
    legend: '包装',
    none: '不包装',
    classic: '经典红',
    birthday: '生日蓝',
    festive: '节庆金',
  },
  window: {
    legend: '等对方多久',
    1: '1 天',
    3: '3 天',
    7: '7 天',
    14: '14 天',
    30: '30 天',
  },
  step: { label: '配送进度', shipped: '已发货', in_delivery: '派送中', received: '已签收' },
}

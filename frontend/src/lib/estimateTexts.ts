/** How long something takes. */
export const en = {
  'estimate.minutes': '{{minutes}} min',
  'estimate.hours': '{{hours}} h',
  'estimate.sum': '{{time}} estimated',
};
export const de: Record<keyof typeof en, string> = {
  'estimate.minutes': '{{minutes}} Min.',
  'estimate.hours': '{{hours}} Std.',
  'estimate.sum': '{{time}} Aufwand',
};

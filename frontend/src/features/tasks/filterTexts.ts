/** What is said of filters in words: read when the filters are opened. */
export const en = {
  'filter.words': 'Filter',
  'filter.placeholder': 'due < today+7d and #work',
  'filter.fault': '{{why}}',
};

export const de: Record<keyof typeof en, string> = {
  'filter.words': 'Filter',
  'filter.placeholder': 'due < today+7d and #arbeit',
  'filter.fault': 'Vom {{column}}. Zeichen an ist der Filter nicht zu verstehen.',
};

/** Lists within lists, and their sections. */
export const en = {
  'list.in': 'Stands in',
  'list.inNone': 'no other list',
  'section.new': 'Add section',
  'section.edit': 'Rename section',
  'section.create': 'Add section',
  'section.delete': 'Delete section',
  'section.none': 'In no section',
};
export const de: Record<keyof typeof en, string> = {
  'list.in': 'Steht in',
  'list.inNone': 'keiner anderen Liste',
  'section.new': 'Abschnitt hinzufügen',
  'section.edit': 'Abschnitt umbenennen',
  'section.create': 'Abschnitt hinzufügen',
  'section.delete': 'Abschnitt löschen',
  'section.none': 'In keinem Abschnitt',
};

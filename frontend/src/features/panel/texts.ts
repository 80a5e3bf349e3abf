/** What the panel of one task says. */
export const en = {
  'notes.add': 'Add notes',
  'notes.edit': 'Edit notes',
  'notes.markdown': 'Markdown; Ctrl Enter saves',
  'comment.add': 'Add a comment',
  'comment.send': 'Comment',
  'comment.remove': 'Delete this comment',
  estimate: 'Estimate',
  'estimate.none': 'No estimate',
};
export const de: Record<keyof typeof en, string> = {
  'notes.add': 'Notizen hinzufügen',
  'notes.edit': 'Notizen ändern',
  'notes.markdown': 'Markdown; Strg Enter speichert',
  'comment.add': 'Kommentar schreiben',
  'comment.send': 'Kommentieren',
  'comment.remove': 'Kommentar löschen',
  estimate: 'Aufwand',
  'estimate.none': 'Nicht geschätzt',
};

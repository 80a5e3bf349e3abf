/** The page of members. */
export const en = {
  'members.invite': 'Invite', 'members.inviteTitle': 'Invite someone', 'members.mail': 'Mail address', 'members.mailHint': 'Left out, you get a link to pass on.', 'members.role': 'Role', 'members.roleOf': 'Role of {{name}}', 'members.sent': 'The invitation is on its way to {{mail}}',
  'members.made': 'The link is below', 'members.who': 'Who is here', 'members.onlyYou': 'Only you, until your first task.', 'members.remove': 'Remove', 'members.removeText': '{{name}} will see nothing of this workspace any more.', 'members.invited': 'Invited',
  'members.invitationFor': 'Invitation as {{role}}', 'members.copy': 'Copy the link', 'members.copied': 'The link is in the clipboard', 'members.revoke': 'Withdraw', 'members.leave': 'Leave this workspace', 'members.leaveText': 'You will see nothing of it any more.',
  'members.revokeText': 'Its link lets nobody in any more.', 'members.sendTitle': 'Send this invitation?', 'members.sendText': 'A mail with the link goes to {{mail}}. It cannot be called back, but you can withdraw the invitation.', 'members.send': 'Send it',
};
export const de: Record<keyof typeof en, string> = {
  'members.invite': 'Einladen', 'members.inviteTitle': 'Jemanden einladen', 'members.mail': 'Mailadresse', 'members.mailHint': 'Ohne Adresse bekommen Sie einen Link zum Weitergeben.', 'members.role': 'Rolle', 'members.roleOf': 'Rolle von {{name}}', 'members.sent': 'Die Einladung ist unterwegs an {{mail}}',
  'members.made': 'Der Link steht unten', 'members.who': 'Wer hier ist', 'members.onlyYou': 'Nur Sie, bis zur ersten Aufgabe.', 'members.remove': 'Entfernen', 'members.removeText': '{{name}} sieht dann nichts mehr von diesem Bereich.', 'members.invited': 'Eingeladen',
  'members.invitationFor': 'Einladung: {{role}}', 'members.copy': 'Link kopieren', 'members.copied': 'Der Link ist in der Zwischenablage', 'members.revoke': 'Zurückziehen', 'members.leave': 'Diesen Bereich verlassen', 'members.leaveText': 'Sie sehen dann nichts mehr davon.',
  'members.revokeText': 'Der Link lässt dann niemanden mehr herein.', 'members.sendTitle': 'Diese Einladung schicken?', 'members.sendText': 'Eine Mail mit dem Link geht an {{mail}}. Sie lässt sich nicht zurückholen, die Einladung aber zurückziehen.', 'members.send': 'Abschicken',
};

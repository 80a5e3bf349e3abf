/** Signing in, accounts, invitations. */
export const en = {
  'auth.signIn': 'Sign in', 'auth.mail': 'Mail address', 'auth.password': 'Password', 'auth.forgot': 'Forgot your password?', 'auth.new': 'New here?', 'auth.register': 'Make an account', 'auth.known': 'You have an account?', 'auth.first': 'Welcome to Tasklog',
  'auth.firstText': 'This Tasklog is new. Make its first account.', 'auth.next': 'Next', 'auth.name': 'Your name', 'auth.newPassword': 'New password', 'auth.make': 'Make the account', 'auth.sent': 'Look into your mail',
  'auth.sentText': 'A mail is on its way to {{mail}}. Its link leads on.', 'auth.forgotSent': 'If there is an account of this address, a mail with a link is on its way.', 'auth.send': 'Send a link', 'auth.reset': 'Choose a new password', 'auth.address': 'Your new address',
  'auth.addressConfirm': 'This address is mine', 'auth.addressDone': 'The address is changed.', 'auth.invited': 'You are invited', 'auth.later': 'Not now', 'auth.forgotAsk': 'Forgot your password? This Tasklog sends no mail: whoever runs it can give you a link that sets a new one.',
  'auth.invitedBy': '{{who}} invites you to “{{workspace}}” as: {{role}}.',
};
export const de: Record<keyof typeof en, string> = {
  'auth.signIn': 'Anmelden', 'auth.mail': 'Mailadresse', 'auth.password': 'Passwort', 'auth.forgot': 'Passwort vergessen?', 'auth.new': 'Neu hier?', 'auth.register': 'Konto anlegen', 'auth.known': 'Sie haben ein Konto?', 'auth.first': 'Willkommen bei Tasklog',
  'auth.firstText': 'Dieses Tasklog ist neu. Legen Sie das erste Konto an.', 'auth.next': 'Weiter', 'auth.name': 'Ihr Name', 'auth.newPassword': 'Neues Passwort', 'auth.make': 'Konto anlegen', 'auth.sent': 'Schauen Sie in Ihre Mail',
  'auth.sentText': 'Eine Mail ist unterwegs an {{mail}}. Ihr Link führt weiter.', 'auth.forgotSent': 'Wenn es ein Konto zu dieser Adresse gibt, ist eine Mail mit einem Link unterwegs.', 'auth.send': 'Link schicken', 'auth.reset': 'Neues Passwort wählen', 'auth.address': 'Ihre neue Adresse',
  'auth.addressConfirm': 'Diese Adresse ist meine', 'auth.addressDone': 'Die Adresse ist geändert.', 'auth.invited': 'Sie sind eingeladen', 'auth.later': 'Jetzt nicht', 'auth.forgotAsk': 'Passwort vergessen? Dieses Tasklog verschickt keine Mails: Wer es betreibt, kann Ihnen einen Link geben, der ein neues setzt.',
  'auth.invitedBy': '{{who}} lädt Sie zu „{{workspace}}“ ein, als: {{role}}.',
};

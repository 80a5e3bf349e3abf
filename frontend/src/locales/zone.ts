/** What is asked where the browser is in another time zone than the profile. */
export const en = {
  'zone.question': 'This device is in {{here}}, your profile says {{there}}. Days and times are shown as in {{there}}.',
  'zone.keep': 'Keep {{zone}}',
  'zone.change': 'Change to {{zone}}',
};

export const de: Record<keyof typeof en, string> = {
  'zone.question': 'Dieses Gerät ist in {{here}}, Ihr Profil sagt {{there}}. Tage und Zeiten werden wie in {{there}} gezeigt.',
  'zone.keep': 'Bei {{zone}} bleiben',
  'zone.change': 'Auf {{zone}} wechseln',
};

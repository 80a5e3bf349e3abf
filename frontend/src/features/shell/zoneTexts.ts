/** What is asked where the browser is in another time zone than the profile. */
export const en = {
  'zone.question': 'This device is in {{here}}, but your profile says {{there}}. Dates and times are shown for {{there}}.',
  'zone.keep': 'Keep {{zone}}',
  'zone.change': 'Change to {{zone}}',
};

export const de: Record<keyof typeof en, string> = {
  'zone.question': 'Dieses Gerät ist in {{here}}, Ihr Profil nennt {{there}}. Datum und Uhrzeit gelten für {{there}}.',
  'zone.keep': 'Bei {{zone}} bleiben',
  'zone.change': 'Auf {{zone}} wechseln',
};
